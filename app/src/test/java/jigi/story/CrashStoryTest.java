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
import java.util.stream.Stream;
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
 * Jigi dies at the named points of the story, comes back, and the story ends the same. A story
 * waits most of its time, so that two are told at once, each in a scene of its own.
 */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashStoryTest {

  /**
   * Where each story dies, at one point after another: at two, since Jigi asks when it has died
   * thrice with the same attempt open. The journal is appended to from the first second on, so that
   * a later passage of that point lies within the story.
   */
  private static final List<List<String>> STORIES =
      List.of(
          List.of("alert.fired", "run.after-intent"),
          List.of("incident.opened", "run.after-start"),
          List.of("group.gathered", "run.before-outcome"),
          List.of("delivery.enqueued", "run.after-outcome"),
          List.of("delivery.sent", "run.before-verify"),
          List.of("run.before-locks", "run.before-step-end"),
          List.of("run.after-locks", "run.after-step-end"),
          List.of("run.before-intent", "run.before-finish"),
          List.of("run.after-finish"),
          List.of("journal-appended#20"));

  /** The journal is appended to everywhere: other passages of its point, each in its own story. */
  private static final List<String> LATER = List.of("journal-appended#12", "journal-appended#30");

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

  static List<List<String>> stories() {
    return STORIES;
  }

  /** Each point in a story of its own. */
  static Stream<List<String>> points() {
    return Stream.concat(STORIES.stream().flatMap(List::stream), LATER.stream()).map(List::of);
  }

  @Test
  void everyNamedPointIsCrashedAt() throws IOException {
    Set<String> tested = new TreeSet<>(ScheduleCrashTest.POINTS);
    points().forEach(points -> tested.add(name(points.getFirst())));
    assertThat(tested).isEqualTo(CrashPoints.besides("backup.", "deploy.", "docker."));
  }

  @ParameterizedTest
  @MethodSource("stories")
  @Execution(ExecutionMode.CONCURRENT)
  void theStoryEndsTheSameAfterDyingAtEachOf(List<String> points) throws InterruptedException {
    inAScene(points);
  }

  @ParameterizedTest
  @MethodSource("points")
  @Tag("exhaustive")
  @Execution(ExecutionMode.CONCURRENT)
  void theStoryEndsTheSameAfterDyingAt(List<String> point) throws InterruptedException {
    inAScene(point);
  }

  private void inAScene(List<String> points) throws InterruptedException {
    ShopScene scene = scenes.take();
    try {
      tell(new Story(scene, "data-" + stories.getAndIncrement()), points);
    } finally {
      scenes.add(scene);
    }
  }

  private static void tell(Story story, List<String> points) {
    Set<String> left = new TreeSet<>(points);
    try (RunningJigi doomed = story.start(crashes(left))) {
      story.breakTheShop(doomed);
      dies(doomed, left);
    }
    while (!left.isEmpty()) {
      try (RunningJigi doomed = story.launch(crashes(left))) {
        dies(doomed, left);
      }
    }
    try (RunningJigi jigi = story.start(Map.of())) {
      story.awaitEnd(jigi);
      story.check(jigi);
    }
  }

  private static Map<String, String> crashes(Set<String> points) {
    return Map.of("JIGI_CRASH_AT", String.join(",", points));
  }

  private static void dies(RunningJigi doomed, Set<String> left) {
    assertThat(doomed.awaitEnd()).as(left + doomed.log()).isEqualTo(137);
    String died = CrashPoints.last(doomed.log());
    assertThat(left.removeIf(point -> name(point).equals(died))).as(died + " of " + left).isTrue();
  }

  private static String name(String point) {
    return point.replaceFirst("#.*", "");
  }
}
