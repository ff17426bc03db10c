package jigi.operate.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the messages of a route go. */
record Receiver(String name, List<Leg> legs, Route.@Nullable Escalation escalate) {
  /**
   * Some people by some channels.
   *
   * @param route whose people go in place of those who are off duty
   * @param resolved whether they are told that it is over
   */
  record Leg(Route route, boolean resolved) {}

  Receiver {
    legs = List.copyOf(legs);
  }

  static Receiver of(String name, Route route) {
    return new Receiver(name, List.of(new Leg(route, true)), route.escalate());
  }
}
