package jigi.operate.notify.routing;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/**
 * So many within a span that moves with time.
 *
 * @param times at least 1
 */
public record Rate(int times, Duration within) {
  /** What never happens often enough. */
  public static final Rate NEVER = new Rate(Integer.MAX_VALUE, Duration.ofSeconds(1));

  private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,3}) in (\\S+)");

  public static Shape<Rate> shape() {
    return Shapes.scalar("a rate", "5 in 30m or never", Map.of("type", "string"), Rate::parse);
  }

  /** Reads {@code 5 in 30m} or {@code never}; null for anything else. */
  public static @Nullable Rate parse(String text) {
    if (text.equals("never")) {
      return NEVER;
    }
    Matcher matcher = WRITTEN.matcher(text);
    Duration within = matcher.matches() ? Durations.parse(matcher.group(2)) : null;
    return within == null || !within.isPositive()
        ? null
        : new Rate(Integer.parseInt(matcher.group(1)), within);
  }

  /** As it is written in a manual. */
  @Override
  public String toString() {
    return equals(NEVER) ? "never" : times + " in " + Durations.format(within);
  }
}
