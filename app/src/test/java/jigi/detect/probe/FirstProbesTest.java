package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When probes are executed for the first time after a start. */
class FirstProbesTest {
  private final Timeline timeline = Timeline.standing(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger executed = new AtomicInteger();

  /** How many of a manual are executed within that time; no status was recorded before. */
  private int executedWithin(Path folder, int probes, Duration time) throws InterruptedException {
    String components =
        IntStream.range(0, probes)
            .mapToObj(i -> "  c%d: {probes: [{file: /none/%d, every: 1m}]}\n".formatted(i, i))
            .collect(Collectors.joining());
    List<Probe> all =
        TestManuals.manual(folder, "system: many\ncomponents:\n" + components)
            .part(TestManuals.PROBES);
    try (Network network = new Network();
        Exec exec = new Exec(folder.resolve("attempts"));
        ProbeScheduler scheduler =
            new ProbeScheduler(
                timeline,
                new ProbeRunner(timeline, TestManuals.tools(network, exec), Environment::get),
                new ForgetfulRecorder(),
                new Troubles(),
                List.of(counting()))) {
      scheduler.activate(all);
      timeline.advance(time);
      return executed.get();
    }
  }

  private ProbeListener counting() {
    return new ProbeListener() {
      @Override
      public void onResult(ProbeResult result) {
        executed.incrementAndGet();
      }
    };
  }

  @Test
  void fewAreAllExecutedWithinFiveSeconds(@TempDir Path folder) throws InterruptedException {
    assertThat(executedWithin(folder, 50, Duration.ofSeconds(5))).isEqualTo(50);
  }

  /** Ten thousand at once would wait for each other, and their waiting takes memory. */
  @Test
  void manyAreSpreadOverAMillisecondEach() {
    assertThat(ProbeScheduler.firstWithin(5_000)).isEqualTo(Duration.ofSeconds(5));
    assertThat(ProbeScheduler.firstWithin(10_000)).isEqualTo(Duration.ofSeconds(10));
  }
}
