package jigi.base.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalAttemptsTest extends AttemptsTest {
  @Override
  Attempts target(Exec from) {
    return from.local();
  }

  @Override
  Path root() {
    return folder.resolve("attempts");
  }

  @Test
  void capturesShortCommandsAndKillsThemAtTheirTimeOut() throws Exception {
    Captured echo =
        exec.capture(List.of("sh", "-c", "echo $A; echo b >&2; exit 4"), LONG, Map.of("A", "x y"));
    assertThat(echo).isEqualTo(new Captured(4, "x y\n", "b\n", false, false));

    Captured slow =
        exec.capture(List.of("sh", "-c", "echo a; sleep 50"), Duration.ofMillis(200), Map.of());
    assertThat(slow.timedOut()).isTrue();
    assertThat(slow.stdout()).isEqualTo("a\n");
  }

  @Test
  @Timeout(120)
  void tensOfMegabytesWithoutALineEndFillNeitherDiskNorMemory() throws Exception {
    long bytes = 64L << 20;
    String flood = "head -c " + bytes + " /dev/zero | tr '\\0' x; echo; echo last";
    attempts.start(spec("a", flood, Duration.ofSeconds(100)), 1);
    Exit exit = finished("a");

    assertThat(exit.ok()).isTrue();
    assertThat(exit.bytes()).isGreaterThan(bytes);
    try (Stream<Path> files = Files.walk(directory("a"))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(8L << 20);
    }
    assertThat(attempts.log("a").tail(1).getFirst().text()).isEqualTo("last");
  }

  @Test
  void forksOfForksEndWithTheirAttempt() throws Exception {
    attempts.start(
        spec(
            "a",
            "for i in $(seq 100); do (trap '' TERM HUP; sleep 99 & sleep 99) & done; echo up; wait"),
        1);
    running("a");
    for (int i = 0; i < 1000 && alive("a") <= 200; i++) {
      exec.pause(Duration.ofMillis(10));
    }
    assertThat(alive("a")).isGreaterThan(200);

    attempts.kill("a", Duration.ofMillis(500), Exit.Why.CANCEL);

    assertThat(finished("a").why()).isEqualTo(Exit.Why.CANCEL);
    assertThat(alive("a")).isZero();
  }
}
