package jigi.operate.incident;

import java.time.Instant;
import jigi.operate.incident.Incident.State;

/** The moves of an incident that several places make. */
final class Transitions {
  private Transitions() {}

  static Incident acknowledge(Incident incident, Instant at, String actor) {
    return incident.with(
        incident.state() == State.OPEN ? State.ACKNOWLEDGED : incident.state(),
        incident.at().acknowledged(at),
        new Incident.Hands(actor, incident.by().closedBy(), incident.by().closeReason()));
  }

  static Incident resolve(Incident incident, Instant at) {
    return incident.with(State.RESOLVED, incident.at().resolved(at), incident.by());
  }

  static Incident close(Incident incident, Instant at, String actor, String reason) {
    return incident.with(
        State.CLOSED,
        incident.at().closed(at),
        new Incident.Hands(incident.by().acknowledgedBy(), actor, reason));
  }
}
