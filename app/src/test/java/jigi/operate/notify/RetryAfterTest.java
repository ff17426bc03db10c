package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 | 30",
        "0 | 0",
        "86400 | 3600",
        "Mon, 2 Mar 2026 00:02:00 GMT | 120",
        "Sun, 1 Mar 2026 00:02:00 GMT | 0",
        "soon | 0",
        "99999999999999999999 | 0",
        "'' | 0"
      })
  void secondsOrADateAtMostAnHour(String header, long seconds) {
    assertThat(RetryAfter.pause(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
