package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the real process at random times of the story. {@code benchmarks/crash/run} calls it with
 * {@code jigi.kills}, {@code jigi.seed} and a file for the counts in {@code jigi.report}.
 */
@Tag("exhaustive")
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
class RandomCrashTest {
  /** The same attempt killing Jigi three times makes it ask, so a story has one kill fewer. */
  private static final int KILLS_A_STORY = 2;

  /** From the broken shop to the closed incident it takes about this long. */
  private static final int STORY_MILLIS = 7_000;

  private final int kills = Integer.getInteger("jigi.kills", 200);
  private final long seed = Long.getLong("jigi.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private int done;
  private int stories;

  @Test
  void everyStoryEndsTheSame() throws IOException {
    System.out.println("seed " + seed + ", kills " + kills);
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      while (done < kills) {
        tell(new Story(scene, "data-" + stories));
        stories++;
        report();
      }
    }
    assertThat(done).isEqualTo(kills);
  }

  private void tell(Story story) {
    try (RunningJigi jigi = story.start(Map.of())) {
      story.breakTheShop(jigi);
      killAfter(jigi, random.nextInt(STORY_MILLIS));
    }
    for (int n = 1; n < KILLS_A_STORY && done < kills; n++) {
      try (RunningJigi jigi = story.launch()) {
        killAfter(jigi, random.nextInt(STORY_MILLIS));
      }
    }
    try (RunningJigi jigi = story.start(Map.of())) {
      story.awaitEnd(jigi);
      story.check(jigi);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", story " + stories + ": " + e.getMessage(), e);
    }
  }

  private void killAfter(RunningJigi jigi, int millis) {
    try {
      // The time of the kill is what is random here; nothing is waited for.
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    jigi.kill();
    done++;
  }

  private void report() throws IOException {
    String file = System.getProperty("jigi.report", "");
    if (!file.isEmpty()) {
      Files.writeString(
          Path.of(file),
          """
          seed            %d
          kills           %d
          stories         %d, each ended with every check of Story.check
          until           %s
          """
              .formatted(seed, done, stories, Instant.now()));
    }
  }
}
