package jigi.operate.incident;

import java.time.Instant;
import jigi.operate.incident.Incident.State;

/** The moves of an incident that several places make. */
final class Transitions {
  private Transitions() {}

  static Incident acknowledge(Incident incident, Instant at, String actor) {
    Incident.Times times = incident.at();
    return incident.with(
        incident.state() == State.OPEN ? State.ACKNOWLEDGED : incident.state(),
        new Incident.Times(
            times.opened(), times.asked(), at, times.resolved(), times.closed(), times.breached()),
        new Incident.Hands(actor, incident.by().closedBy(), incident.by().closeReason()));
  }

  static Incident resolve(Incident incident, Instant at) {
    Incident.Times times = incident.at();
    return incident.with(
        State.RESOLVED,
        new Incident.Times(
            times.opened(), times.asked(), times.acknowledged(), at, null, times.breached()),
        incident.by());
  }

  static Incident close(Incident incident, Instant at, String actor, String reason) {
    Incident.Times times = incident.at();
    return incident.with(
        State.CLOSED,
        new Incident.Times(
            times.opened(),
            times.asked(),
            times.acknowledged(),
            times.resolved(),
            at,
            times.breached()),
        new Incident.Hands(incident.by().acknowledgedBy(), actor, reason));
  }
}
