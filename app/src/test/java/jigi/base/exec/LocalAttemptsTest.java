package jigi.base.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
