package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunAttempt;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.present.api.view.RunOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir Path folder;

  @Test
  void longOutputIsReadOverItsFilesAndWhatWasNotKeptIsCounted() throws Exception {
    try (Bench bench = new Bench(folder);
        Timeline timeline = Timeline.real()) {
      bench.engine.open();
      Runs.Detail detail = ran(bench, "flood", "seq 400000; echo the last");
      RunAttempt attempt = detail.attempts().getLast();
      Outputs outputs = new Outputs(bench.runs, timeline);

      RunOutput part = outputs.read(detail.run().id(), attempt.id(), 0, 700_000);
      assertThat(part.lines().getFirst().text()).isEqualTo("1");
      assertThat(Objects.requireNonNull(part.lines().getFirst().at()))
          .isBetween(attempt.begun().minusSeconds(1), timeline.instant());
      assertThat(part.next()).as("more than one file").isBetween(600_000L, 700_000L);

      long kept = part.next();
      long skipped = 0;
      long gap = 0;
      while (!part.complete()) {
        part = outputs.read(detail.run().id(), attempt.id(), part.next(), 700_000);
        kept += part.next() - part.from();
        gap = part.skipped() > 0 ? part.from() - part.skipped() / 2 : gap;
        skipped += part.skipped();
      }
      assertThat(skipped).isPositive();
      assertThat(kept + skipped).isEqualTo(attempt.bytes());
      assertThat(part.lines().getLast().text()).isEqualTo("the last");
      assertThat(outputs.read(detail.run().id(), attempt.id(), gap, 1000).skipped())
          .as("asked from amidst it")
          .isEqualTo(skipped);
    }
  }

  @Test
  void whatIsPutOutAsAnErrorIsToldAsOne() throws Exception {
    try (Bench bench = new Bench(folder);
        Timeline timeline = Timeline.real()) {
      bench.engine.open();
      Runs.Detail detail = ran(bench, "wrong", "echo wrong >&2");
      Outputs outputs = new Outputs(bench.runs, timeline);
      String attempt = detail.attempts().getLast().id();
      assertThat(outputs.read(detail.run().id(), attempt, 0, 1000).lines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.text()).isEqualTo("wrong");
                assertThat(line.error()).isTrue();
              });
    }
  }

  private static Runs.Detail ran(Bench bench, String step, String script) throws Exception {
    return bench.ran(
        Mode.BY_HAND, "x", StepDefinition.of(step, Role.RUN, Bench.part("sh", script)));
  }
}
