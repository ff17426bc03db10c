package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jigi.base.kernel.CrashPoint;
import jigi.testing.ChildJvm;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a real process that executes a run: the story ends the same, nothing is done twice. */
@Timeout(240)
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class RunCrashTest {
  private static final int KILLS = 8;

  @TempDir Path folder;

  static Stream<String> points() throws ClassNotFoundException {
    for (String name : List.of("RunDriver", "AttemptRunner")) {
      Class.forName("jigi.base.run." + name);
    }
    return CrashPoint.names().stream().filter(name -> name.startsWith("run."));
  }

  static Stream<String> passages() throws ClassNotFoundException {
    return points().flatMap(name -> Stream.of(name, name + "#3"));
  }

  /** Who dies thrice with the same attempt open asks, so those of an attempt are in two stories. */
  static Stream<List<String>> stories() throws ClassNotFoundException {
    List<String> all = points().toList();
    assertThat(all).contains("run.after-intent", "run.after-start", "run.before-outcome");
    return Stream.of(0, 1)
        .map(
            story ->
                IntStream.range(0, all.size())
                    .filter(i -> i % 2 == story)
                    .mapToObj(all::get)
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void endsTheSameAfterDyingAtEachOf(List<String> points) throws Exception {
    child().dieAtEach(points);
    assertThat(child().run(null)).as(this::log).isZero();
    endedOnce();
  }

  @ParameterizedTest
  @MethodSource("passages")
  @Tag("exhaustive")
  void endsTheSameAfterDyingAt(String point) throws Exception {
    boolean fromTheStart = point.indexOf('#') < 0;
    int code = child().run(point);
    if (fromTheStart) {
      assertThat(code).isEqualTo(137);
    }
    assertThat(child().run(null)).as(this::log).isZero();
    endedOnce();
  }

  @Test
  void endsTheSameAfterRandomKills() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("RunCrashTest -Dseed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS && !Files.exists(folder.resolve("end")); i++) {
      int lives = ended().size();
      Process child = child().start(null);
      Until.so("it says where it is", () -> ended().size() > lives || !child.isAlive(), this::log);
      int before = ended().get(lives);
      // Who dies thrice with the same attempt open is asked, as should be: those that were open
      // when the one before died end first.
      Until.so(
          "a step more has ended",
          () -> lives == 0 || ended().getLast() > before || !child.isAlive(),
          this::log);
      child.waitFor(random.nextInt(1200), TimeUnit.MILLISECONDS);
      child.destroyForcibly().waitFor();
    }
    if (!Files.exists(folder.resolve("end"))) {
      assertThat(child().run(null)).as(this::log).isZero();
    }
    endedOnce();
  }

  /** How many steps had ended, each time that a child has said so. */
  private List<Integer> ended() {
    return log()
        .lines()
        .filter(line -> line.startsWith(CrashChild.ENDED))
        .map(line -> Integer.valueOf(line.substring(CrashChild.ENDED.length())))
        .toList();
  }

  private String log() {
    return child().log();
  }

  private void endedOnce() throws IOException {
    assertThat(Files.readString(folder.resolve("end"))).isEqualTo("SUCCEEDED steps-done");
    List<String> lines = Files.readAllLines(folder.resolve("witness"));
    assertThat(lines).containsExactlyInAnyOrder("one-begin", "one", "two-a", "two-b", "three");
    assertThat(lines.getLast()).isEqualTo("three");
  }

  private ChildJvm child() {
    return ChildJvm.of(CrashChild.class, folder);
  }
}
