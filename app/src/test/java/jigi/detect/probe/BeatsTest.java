package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Status;
import org.junit.jupiter.api.Test;

class BeatsTest {
  @Test
  void keepsTheNewestSixtyInOrder() {
    Beats beats = new Beats();
    List<Beat> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Beat beat =
          new Beat(
              Instant.parse("2026-11-21T00:00:00.123456Z").plusSeconds(i),
              Status.values()[i % Status.values().length],
              Duration.ofNanos(1_234_000L + i * 1000L));
      beats.add(beat);
      all.add(beat);
      assertThat(beats.list()).isEqualTo(all.subList(Math.max(0, i - 59), i + 1));
    }
  }

  @Test
  void hasNoneAtFirst() {
    assertThat(new Beats().list()).isEmpty();
  }
}
