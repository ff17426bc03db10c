package jigi.operate.incident;

import java.util.List;
import java.util.function.BiPredicate;
import jigi.base.store.Tx;
import jigi.operate.notify.IncidentLookup;
import org.jspecify.annotations.Nullable;

/** Tells the messages what they say of incidents. */
public final class NotifiedIncidents implements IncidentLookup {
  private final Incidents incidents;
  private final BiPredicate<Tx, String> read;

  /**
   * @param read whether a rule reads how the run of an id ended, so that its alert is told
   */
  public NotifiedIncidents(Incidents incidents, BiPredicate<Tx, String> read) {
    this.incidents = incidents;
    this.read = read;
  }

  @Override
  public @Nullable Named ofAlert(String alert) {
    Incident incident = incidents.ofAlert(alert);
    return incident == null
        ? null
        : new Named(incident.id(), incident.name(), actions(incidents.runsOf(incident.id())));
  }

  @Override
  public boolean isTold(Tx tx, String system, String name, String run) {
    return incidents.opensFor(system, name) || read.test(tx, run);
  }

  @Override
  public List<String> alertsOf(String incident) {
    Incidents.View view = incidents.view(incident);
    return view == null ? List.of() : view.alerts().stream().map(LinkedAlert::alert).toList();
  }

  private static List<String> actions(List<TimelineEntry> begun) {
    return begun.stream()
        .map(entry -> entry.args().getOrDefault("title", ""))
        .filter(title -> !title.isBlank())
        .distinct()
        .toList();
  }
}
