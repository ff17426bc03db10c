package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the real process at random times of the story, some stories at once ({@code jigi.lanes}).
 * {@code benchmarks/crash/run} calls it with {@code jigi.kills}, {@code jigi.seed} and a file for
 * the counts in {@code jigi.report}. A story that ends otherwise does not stop the others.
 */
@Tag("exhaustive")
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
class RandomCrashTest {
  /** The same attempt killing Jigi three times makes it ask, so a story has one kill fewer. */
  private static final int KILLS_A_STORY = 2;

  /** From the broken shop to the closed incident it takes about this long. */
  private static final int STORY_MILLIS = 7_000;

  private static final int RESTART_MILLIS = 1_000;
  private static final int TAKING_OVER_MILLIS = 500;

  private final int atOnce = Integer.getInteger("jigi.lanes", 2);
  private final int kills = Integer.getInteger("jigi.kills", 200);
  private final long seed = Long.getLong("jigi.seed", System.nanoTime());
  private final AtomicInteger begun = new AtomicInteger();
  private final Tally tally = new Tally();

  @Test
  void everyStoryEndsTheSame() throws InterruptedException, ExecutionException {
    System.out.println("seed " + seed + ", kills " + kills);
    try (ExecutorService lanes = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < atOnce; n++) {
        running.add(lanes.submit(this::tellStories));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    }
    assertThat(tally.failures).isEmpty();
    assertThat(tally.kills).isEqualTo(kills);
  }

  private void tellStories() {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHORT)) {
      int first = KILLS_A_STORY * begun.getAndIncrement();
      while (first < kills) {
        // A seed for each story, so that one can be told again without those before it.
        tell(scene, first / KILLS_A_STORY, Math.min(KILLS_A_STORY, kills - first));
        first = KILLS_A_STORY * begun.getAndIncrement();
      }
    }
  }

  private void tell(ShopScene scene, int number, int count) {
    SplittableRandom random = new SplittableRandom(seed + number);
    Story story = new Story(scene, "data-" + number);
    String until = "";
    try {
      try (RunningJigi jigi = story.start(Map.of())) {
        story.breakTheShop(jigi);
        until += firstKill(story, jigi, random);
      }
      for (int n = 1; n < count; n++) {
        try (RunningJigi jigi = story.launch(Map.of())) {
          until += laterKill(story, jigi, random);
        }
      }
      try (RunningJigi jigi = story.start(Map.of())) {
        story.awaitEnd(jigi);
        story.check(jigi);
      }
      tally.held(story.repetitions());
    } catch (AssertionError | RuntimeException e) {
      System.out.println("story " + number + " of seed " + seed + ": " + e);
      tally.failed("story " + number + ", killed after" + until + ": " + e);
      scene.startShop();
    }
    report();
  }

  /** Anywhere in the story, or within the second that the command of the restart takes. */
  private String firstKill(Story story, RunningJigi jigi, SplittableRandom random) {
    if (random.nextBoolean()) {
      return killAfter(story, jigi, random.nextInt(STORY_MILLIS));
    }
    Until.so("restarting", story::restarting, jigi::log);
    return " the restart's begin and" + killAfter(story, jigi, random.nextInt(RESTART_MILLIS));
  }

  /** Anywhere from the launch on, or when it has just found what its predecessor left. */
  private String laterKill(Story story, RunningJigi jigi, SplittableRandom random) {
    if (random.nextBoolean()) {
      return killAfter(story, jigi, random.nextInt(STORY_MILLIS));
    }
    jigi.awaitReady();
    tally.afterReadiness();
    return " readiness and" + killAfter(story, jigi, random.nextInt(TAKING_OVER_MILLIS));
  }

  private String killAfter(Story story, RunningJigi jigi, int millis) {
    try {
      // The time of the kill is what is random here; nothing is waited for.
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    boolean restarting = story.restarting();
    jigi.kill();
    tally.killed(restarting);
    return " " + millis + " ms";
  }

  private synchronized void report() {
    String file = System.getProperty("jigi.report", "");
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          "seed            %d%n%suntil           %s%n".formatted(seed, tally, Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What became of the stories so far. */
  private static final class Tally {
    private int kills;
    private int whileRestarting;
    private int afterReadiness;
    private int held;
    private int repetitions;
    private final List<String> failures = new ArrayList<>();

    synchronized void killed(boolean restarting) {
      kills++;
      whileRestarting += restarting ? 1 : 0;
    }

    synchronized void afterReadiness() {
      afterReadiness++;
    }

    synchronized void held(int repeated) {
      held++;
      repetitions += repeated;
    }

    synchronized void failed(String story) {
      failures.add(story);
    }

    @Override
    public synchronized String toString() {
      return """
      kills           %d, of them %d while the command that restarts the shop ran, and %d
                      within half a second of being ready again
      stories         %d ended with every check of Story.check, %d did not
      repetitions     %d messages came twice, each with the same ID
      %s\
      """
          .formatted(
              kills,
              whileRestarting,
              afterReadiness,
              held,
              failures.size(),
              repetitions,
              String.join("", failures.stream().map(f -> "FAILED " + f + "\n").toList()));
    }
  }
}
