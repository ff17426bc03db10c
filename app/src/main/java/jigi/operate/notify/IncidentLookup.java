package jigi.operate.notify;

import java.util.List;
import jigi.base.store.Tx;
import org.jspecify.annotations.Nullable;

/** What messages say of incidents, and what is told by them; the incident room answers. */
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

  /**
   * Whether people hear of a run's bad end otherwise: by the incident that it opens, or because a
   * rule reads how it ended.
   *
   * @param name of what ran
   * @param run its id
   */
  boolean isTold(Tx tx, String system, String name, String run);

  /** Ids of the alerts that belong to an incident. */
  List<String> alertsOf(String incident);
}
