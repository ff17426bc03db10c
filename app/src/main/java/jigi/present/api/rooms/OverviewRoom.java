package jigi.present.api.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.kernel.Status;
import jigi.base.run.RunFilter;
import jigi.detect.probe.Components;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ComponentRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Happening;
import jigi.present.api.view.IncidentRow;
import jigi.present.api.view.Now;
import jigi.present.api.view.Rail;
import jigi.present.api.view.RunRow;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** The first page, put together from the other rooms. */
final class OverviewRoom implements Desk.Overview {
  private static final int RECENT = 12;
  private static final int NEXT = 5;

  private final Components systems;
  private final ComponentRoom components;
  private final AlertRoom alerts;
  private final IncidentRoom incidents;
  private final RunRoom runs;
  private final AgendaRoom agenda;
  private final Recent.Source recent;

  /** What acts. */
  record Acting(RunRoom runs, AgendaRoom agenda) {}

  OverviewRoom(
      Components systems,
      ComponentRoom components,
      AlertRoom alerts,
      IncidentRoom incidents,
      Acting acting,
      Recent.Source recent) {
    this.systems = systems;
    this.components = components;
    this.alerts = alerts;
    this.incidents = incidents;
    this.runs = acting.runs();
    this.agenda = acting.agenda();
    this.recent = recent;
  }

  @Override
  public Rail rail(Scope scope) {
    List<Status> all =
        systems.systems().keySet().stream()
            .filter(scope::sees)
            .flatMap(system -> systems.statuses(system).stream())
            .toList();
    List<RunRow> open = open(scope);
    return new Rail(
        (int) systems.systems().keySet().stream().filter(scope::sees).count(),
        all.size(),
        (int) all.stream().filter(status -> status != Status.OK).count(),
        alerts.firing(scope),
        incidents.list(scope, false).size(),
        open.size(),
        (int) open.stream().filter(RunRow::waits).count());
  }

  @Override
  public Now now(Scope scope) {
    List<ComponentRow> all = components.list(scope);
    List<ComponentRow> bad = all.stream().filter(row -> row.status() != Status.OK).toList();
    Set<String> folded = new HashSet<>();
    bad.forEach(row -> row.affected().forEach(name -> folded.add(row.system() + "/" + name)));
    List<ComponentRow> causes =
        bad.stream()
            .filter(row -> !folded.contains(row.system() + "/" + row.name()))
            .sorted(
                java.util.Comparator.comparing(ComponentRow::status)
                    .reversed()
                    .thenComparing(ComponentRow::system)
                    .thenComparing(ComponentRow::name))
            .toList();
    List<IncidentRow> open = incidents.list(scope, false);
    List<AlertRow> atLarge = alerts.atLarge(scope);
    return new Now(
        all.size(),
        bad.size(),
        quietSince(all, bad, atLarge),
        tiles(scope, all, atLarge),
        open,
        atLarge,
        causes,
        all.stream().filter(row -> row.status() == Status.OK).toList(),
        open(scope),
        agenda.next(scope, NEXT),
        recent(scope));
  }

  private List<RunRow> open(Scope scope) {
    return runs.rows(RunFilter.open()).stream().filter(row -> scope.sees(row.system())).toList();
  }

  /** Since when all are OK, or until when they were: the outermost beginning of what is so now. */
  private static @Nullable Instant quietSince(
      List<ComponentRow> all, List<ComponentRow> bad, List<AlertRow> atLarge) {
    if (bad.isEmpty() && atLarge.isEmpty()) {
      return begun(all).max(Instant::compareTo).orElse(null);
    }
    return Stream.concat(begun(bad), atLarge.stream().map(AlertRow::since))
        .min(Instant::compareTo)
        .orElse(null);
  }

  private static Stream<Instant> begun(List<ComponentRow> rows) {
    return rows.stream()
        .map(ComponentRow::since)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull);
  }

  private List<Now.SystemTile> tiles(Scope scope, List<ComponentRow> all, List<AlertRow> atLarge) {
    return systems.systems().entrySet().stream()
        .filter(entry -> scope.sees(entry.getKey()))
        .map(
            entry -> {
              List<ComponentRow> own =
                  all.stream().filter(row -> row.system().equals(entry.getKey())).toList();
              List<Status> concerns =
                  atLarge.stream()
                      .filter(row -> row.system().equals(entry.getKey()))
                      .map(OverviewRoom::weight)
                      .toList();
              List<Status> statuses = new ArrayList<>(concerns);
              own.forEach(row -> statuses.add(row.status()));
              Status worst = Status.worst(statuses);
              String title = entry.getValue().profile().title();
              return new Now.SystemTile(
                  entry.getKey(),
                  title == null ? entry.getKey() : title,
                  worst,
                  (int) own.stream().filter(row -> row.status() == worst).count(),
                  own.size());
            })
        .toList();
  }

  /** What an alert of a system as a whole makes of the system. */
  static Status weight(AlertRow alert) {
    return alert.severity().equals("critical") ? Status.FAIL : Status.WARN;
  }

  private List<Happening> recent(Scope scope) {
    return recent.of(null, null, scope, RECENT);
  }
}
