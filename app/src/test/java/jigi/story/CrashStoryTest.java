package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.testing.CrashPoints;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jigi dies at each named point of the story, comes back, and the story ends the same. A story
 * waits most of its time, so that two are told at once, each in a scene of its own.
 */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashStoryTest {

  /**
   * The points, most of them once. The journal is appended to from the first second on, so that a
   * later passage of that point lies within the story.
   */
  private static final List<String> STORY =
      List.of(
          "alert.fired",
          "incident.opened",
          "group.gathered",
          "delivery.enqueued",
          "delivery.sent",
          "journal-appended#12",
          "journal-appended#20",
          "journal-appended#30",
          "run.before-locks",
          "run.after-locks",
          "run.before-intent",
          "run.after-intent",
          "run.after-start",
          "run.before-outcome",
          "run.after-outcome",
          "run.before-verify",
          "run.before-step-end",
          "run.after-step-end",
          "run.before-finish",
          "run.after-finish");

  private static final int AT_ONCE = 2;

  private final BlockingQueue<ShopScene> scenes = new ArrayBlockingQueue<>(AT_ONCE);
  private final AtomicInteger stories = new AtomicInteger();

  @BeforeAll
  void open() {
    for (int n = 0; n < AT_ONCE; n++) {
      ShopScene scene = new ShopScene(ShopScene.Pace.SHORT);
      scenes.add(scene);
      assertThat(scene.effects()).isEmpty();
    }
  }

  @AfterAll
  void close() {
    assertThat(scenes).as("every story gave its scene back").hasSize(AT_ONCE);
    scenes.forEach(ShopScene::close);
  }

  static List<String> points() {
    return STORY;
  }

  @Test
  void everyNamedPointIsCrashedAt() throws IOException {
    Set<String> tested = new TreeSet<>(ScheduleCrashTest.POINTS);
    STORY.forEach(point -> tested.add(point.replaceFirst("#.*", "")));
    assertThat(tested).isEqualTo(CrashPoints.besides("backup.", "deploy.", "docker."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("points")
  @Execution(ExecutionMode.CONCURRENT)
  void theStoryEndsTheSame(String point) throws InterruptedException {
    ShopScene scene = scenes.take();
    try {
      tell(new Story(scene, "data-" + stories.getAndIncrement()), point);
    } finally {
      scenes.add(scene);
    }
  }

  private static void tell(Story story, String point) {
    try (RunningJigi doomed = story.start(Map.of("JIGI_CRASH_AT", point))) {
      story.breakTheShop(doomed);
      assertThat(doomed.awaitEnd()).as(doomed.log()).isEqualTo(137);
      assertThat(doomed.log()).contains("crash point " + point.replaceFirst("#.*", ""));
    }
    try (RunningJigi jigi = story.start(Map.of())) {
      story.awaitEnd(jigi);
      story.check(jigi);
    }
  }
}
