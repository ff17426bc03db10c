package jigi.detect.probe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteFiguresTest {
  private static final double SENT = 1_800_000_000;

  @Test
  void aSlowLoginIsNoOffset() {
    assertThat(offset(2.9, 3.0, 3.1)).isZero();
  }

  @Test
  void whatTheExchangeCannotExplainIsTold() {
    assertThat(offset(7.9, 8.0, 3.1)).isEqualTo(4.9, within(1e-3));
    assertThat(offset(-5.1, -5.0, 3.1)).isEqualTo(-5.1, within(1e-3));
  }

  @Test
  void aClockWithoutFractionsTellsNothing() {
    assertThat(RemoteFigures.offset(sections("1800000001", "1800000002"), at(0), at(3))).isNull();
  }

  /** Seconds after the sending, the first two by the other clock. */
  private static @Nullable Double offset(double began, double ended, double received) {
    String first = String.format("%.3f", SENT + began);
    return RemoteFigures.offset(
        sections(first, String.format("%.3f", SENT + ended)), at(0), at(received));
  }

  private static Map<String, List<String>> sections(String began, String ended) {
    return Map.of("began", List.of(began), "ended", List.of(ended));
  }

  private static Instant at(double seconds) {
    return Instant.ofEpochMilli(Math.round((SENT + seconds) * 1e3));
  }
}
