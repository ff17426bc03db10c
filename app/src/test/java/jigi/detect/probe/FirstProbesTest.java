package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When probes are executed for the first time after a start. */
class FirstProbesTest {
  private final Timeline timeline = Timeline.standing(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger executed = new AtomicInteger();

  /** The probes of a manual, to whose results nobody listens; no status was recorded. */
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
                new Counting(),
                new Troubles(),
                List.of())) {
      scheduler.activate(all);
      timeline.advance(time);
      return executed.get();
    }
  }

  private final class Counting implements ProbeRecorder {
    @Override
    public Map<ProbeKey, RecordedStatus> all() {
      return Map.of();
    }

    @Override
    public boolean record(Status from, ProbeResult result) {
      executed.incrementAndGet();
      return true;
    }

    @Override
    public void forget(Collection<ProbeKey> recorded, Set<ProbeKey> present) {}
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
