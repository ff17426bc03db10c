package jigi.operate.deploy.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jigi.Shows;
import jigi.base.config.Place;
import jigi.operate.deploy.scale.Verdict.Word;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of a manual: 2 to 20, more above 70 % for 2 minutes, fewer below 50 % for 5. */
class GovernorTest {
  private static final int PLACES = 30;
  private static final LoadRules RULES =
      new LoadRules(
          "load",
          new Place("jigi.yaml", 1, 1),
          new LoadRules.Bound(0.7, Duration.ofMinutes(2), 1),
          new LoadRules.Bound(0.5, Duration.ofMinutes(5), 1),
          Duration.ofMinutes(5),
          Duration.ofHours(1));
  private static final Governor GOVERNOR = new Governor(new ScaleSettings(2, 20, RULES), RULES);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private Instant now = START;
  private int running = 4;
  private boolean busy;
  private final List<Double> load = new ArrayList<>();
  private final List<Scaled> changes = new ArrayList<>();

  private Verdict judged() {
    return GOVERNOR.judge(
        new Governor.Situation(now, load, running, PLACES, busy, changes.reversed()));
  }

  /** One step of time, at whose end the load is that. */
  private Verdict step(double value) {
    now = now.plus(Governor.STEP);
    load.add(value);
    return judged();
  }

  /** Whole minutes of that load. */
  private Verdict minutes(int count, double value) {
    Verdict last = judged();
    for (int i = 0; i < 4 * count; i++) {
      last = step(value);
    }
    return last;
  }

  private void changed(int to, String actor, @Nullable String outcome) {
    changes.add(
        new Scaled(
            "" + changes.size(), "s", "n", running, to, "", actor, "r", now, now, outcome, null));
    if ("deployed".equals(outcome)) {
      running = to;
    }
  }

  @Test
  @Shows("CAP-11")
  void moreWhenTheLoadWasAboveForTwoMinutesAndNotBefore() {
    assertThat(minutes(10, 0.6).word()).isEqualTo(Word.STEADY);
    step(0.83);
    for (int i = 1; i < 8; i++) {
      assertThat(step(0.83).word()).as("after %s steps", i).isEqualTo(Word.STEADY);
    }
    Verdict out = step(0.834);
    assertThat(out.word()).isEqualTo(Word.OUT);
    assertThat(out.to()).isEqualTo(5);
    assertThat(out.why()).isEqualTo("the load was above 0.7 for 2m (now 0.834)");
    assertThat(step(0.7).word()).as("at it is not above it").isEqualTo(Word.STEADY);
  }

  @Test
  @Shows("CAP-12")
  void fewerWhenTheLoadWasBelowForFiveMinutesAndNeverBelowTheLeast() {
    running = 3;
    assertThat(minutes(5, 0.49).word()).as("one point short").isEqualTo(Word.STEADY);
    Verdict in = step(0.49);
    assertThat(in.word()).isEqualTo(Word.IN);
    assertThat(in.to()).isEqualTo(2);
    changed(2, Governor.ACTOR, "deployed");
    Verdict least = minutes(60, 0.01);
    assertThat(least.word()).isEqualTo(Word.AT_LEAST);
    assertThat(least.to()).isNull();
  }

  @Test
  void aGapIsNotALoad() {
    minutes(30, 0.1);
    assertThat(step(Double.NaN).word()).isEqualTo(Word.UNKNOWN);
    assertThat(minutes(30, Double.NaN).to()).isNull();
    assertThat(minutes(5, 0.1).word()).as("counted anew").isEqualTo(Word.STEADY);
    assertThat(step(0.1).word()).isEqualTo(Word.IN);
    load.clear();
    assertThat(judged().word()).isEqualTo(Word.UNKNOWN);
  }

  @Test
  @Shows("CAP-10")
  void neverMoreThanTheMostNorThanThereArePlaces() {
    running = 20;
    Verdict most = minutes(10, 0.99);
    assertThat(most.word()).isEqualTo(Word.AT_MOST);
    assertThat(most.to()).isNull();
    assertThat(most.why()).contains("0.99");
    running = 0;
    assertThat(judged().word()).isEqualTo(Word.NOTHING);
  }

  @Test
  void aChangeCoolsDownAndTheLoadIsCountedAnewFromItsEnd() {
    minutes(10, 0.9);
    changed(5, Governor.ACTOR, "deployed");
    assertThat(minutes(1, 0.9).word()).isEqualTo(Word.STEADY);
    Verdict cooling = minutes(1, 0.9);
    assertThat(cooling.word()).isEqualTo(Word.COOLING);
    assertThat(cooling.until()).isEqualTo(START.plus(Duration.ofMinutes(15)));
    assertThat(minutes(3, 0.9).word()).isEqualTo(Word.OUT);
    busy = true;
    assertThat(judged().word()).isEqualTo(Word.BUSY);
  }

  @Test
  void whatAPersonHasDoneHoldsForAWhileButNotWhatFailed() {
    minutes(10, 0.1);
    changed(9, "user:kim", "deployed");
    Verdict held = minutes(30, 0.1);
    assertThat(held.word()).isEqualTo(Word.HELD);
    assertThat(held.until()).isEqualTo(START.plus(Duration.ofMinutes(70)));
    assertThat(minutes(30, 0.1).word()).isEqualTo(Word.IN);
    changed(12, "user:kim", "rolled-back");
    assertThat(minutes(10, 0.1).word()).isEqualTo(Word.IN);
  }

  @Test
  void whateverTheLoadDoesThereAreNeitherTooFewNorTooManyAndTwoChangesAreApart() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double value = 0.6;
    for (int i = 0; i < 20_000; i++) {
      value = Math.clamp(value + (random.nextDouble() - 0.5) / 5, 0, 1);
      boolean gap = random.nextInt(50) == 0;
      Verdict verdict = step(gap ? Double.NaN : value);
      Integer to = verdict.to();
      if (to != null) {
        assertThat(gap).as("seed %s", seed).isFalse();
        assertThat(to).as("seed %s", seed).isBetween(2, 20).isNotEqualTo(running);
        Instant before = changes.isEmpty() ? START : changes.getLast().started();
        assertThat(Duration.between(before, now))
            .as("seed %s", seed)
            .isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        if (!changes.isEmpty()) {
          assertThat(Duration.between(before, now))
              .as("seed %s", seed)
              .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        }
        changed(to, Governor.ACTOR, random.nextInt(4) == 0 ? "rolled-back" : "deployed");
      }
      if (load.size() > 100) {
        load.removeFirst();
      }
    }
    assertThat(changes).as("seed %s", seed).hasSizeGreaterThan(20);
  }
}
