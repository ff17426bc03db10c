package jigi.detect.probe.expect;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a check has seen, for expectations to look at.
 *
 * @param numbers by subject: {@code status}, {@code exit}; {@code time} in seconds
 * @param text the body or the output
 * @param header by name; null when absent
 * @param now Jigi's time
 * @param ahead what to add to times that the target stamps
 */
public record Seen(
    Map<String, Double> numbers,
    String text,
    Function<String, @Nullable String> header,
    Instant now,
    Duration ahead) {
  double number(String subject) {
    Double value = numbers.get(subject);
    if (value == null) {
      throw new IllegalStateException("the check does not measure " + subject);
    }
    return value;
  }
}
