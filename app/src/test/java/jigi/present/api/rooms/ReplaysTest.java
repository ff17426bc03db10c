package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a condition that held at these instants would have fired. */
class ReplaysTest {
  private static final Duration STEP = Duration.ofSeconds(10);

  private static List<Instant> fired(Duration hold, long... seconds) {
    List<Instant> starts = new ArrayList<>();
    long[] millis = java.util.Arrays.stream(seconds).map(second -> second * 1000).toArray();
    Replays.fired(millis, STEP, hold, starts);
    return starts;
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void firesOnceForEachTimeThatItHolds() {
    assertThat(fired(Duration.ZERO, 10, 20, 30, 100, 110)).containsExactly(at(10), at(100));
  }

  @Test
  void waitsUntilItHasHeldForLongEnough() {
    assertThat(fired(Duration.ofSeconds(20), 10, 20, 30, 40)).containsExactly(at(30));
  }

  @Test
  void beginsAnewAfterAGap() {
    assertThat(fired(Duration.ofSeconds(20), 10, 20, 40, 50, 70)).isEmpty();
  }

  @Test
  void neverFiresWithoutHolding() {
    assertThat(fired(Duration.ZERO)).isEmpty();
  }
}
