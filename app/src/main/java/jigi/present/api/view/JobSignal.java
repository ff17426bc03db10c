package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a job said of itself.
 *
 * @param kind {@code start}, {@code success} or {@code fail}
 * @param code its exit code; null when it named none
 * @param said what it sent along
 * @param took from its start; null when it told none
 */
public record JobSignal(
    Instant at, String kind, @Nullable Integer code, String said, @Nullable Duration took) {
  public boolean failed() {
    return kind.equals("fail");
  }
}
