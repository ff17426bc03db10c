package jigi.operate.notify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of alerts of one severity, and by what.
 *
 * @param to people, and schedules as {@code on-call:NAME}
 */
public record Route(List<String> to, List<String> by, @Nullable Escalation escalate) {
  /**
   * Who is told while nobody has acknowledged.
   *
   * @param steps by their time, at least one; what is repeated stands there as often
   */
  public record Escalation(List<Step> steps) {
    public Escalation {
      steps = List.copyOf(steps);
    }
  }

  /**
   * @param after the first message
   */
  public record Step(Duration after, List<String> to, List<String> by) {
    public Step {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  public Route {
    to = List.copyOf(to);
    by = List.copyOf(by);
  }

  /** The steps of the escalation; none where there is none. */
  public List<Step> steps() {
    return escalate == null ? List.of() : escalate.steps();
  }
}
