package jigi.operate.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What messages say of incidents; the incident room answers. */
public interface IncidentLookup {
  /**
   * An incident as a message names it.
   *
   * @param name {@code INC-3}
   * @param actions titles of the runs that Jigi started for it
   */
  record Named(String id, String name, List<String> actions) {
    public Named {
      actions = List.copyOf(actions);
    }
  }

  /** The incident that an alert belongs to; null when it opened none. */
  @Nullable Named ofAlert(String alert);

  /** Whether a bad end of this run opens an incident, by which people are told. */
  boolean opensFor(String system, String run);

  /** Ids of the alerts that belong to an incident. */
  List<String> alertsOf(String incident);
}
