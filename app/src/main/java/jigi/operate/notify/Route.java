package jigi.operate.notify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is told of alerts of one severity, and by what. */
public record Route(List<String> to, List<String> by, @Nullable Escalation escalate) {
  /** Who is told when nobody has acknowledged in time. */
  public record Escalation(Duration after, List<String> to, List<String> by) {
    public Escalation {
      to = List.copyOf(to);
      by = List.copyOf(by);
    }
  }

  public Route {
    to = List.copyOf(to);
    by = List.copyOf(by);
  }
}
