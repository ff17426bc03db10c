package jigi.base.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A span of time.
 *
 * @param to excluded
 */
public record Stretch(Instant from, Instant to) {
  public Duration length() {
    return Duration.between(from, to);
  }

  /** In order, and as one where they touch. */
  public static List<Stretch> joined(List<Stretch> some) {
    List<Stretch> all = new ArrayList<>(some);
    all.sort(Comparator.comparing(Stretch::from));
    List<Stretch> joined = new ArrayList<>();
    for (Stretch next : all) {
      Stretch last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || next.from().isAfter(last.to())) {
        joined.add(next);
      } else if (next.to().isAfter(last.to())) {
        joined.set(joined.size() - 1, new Stretch(last.from(), next.to()));
      }
    }
    return List.copyOf(joined);
  }
}
