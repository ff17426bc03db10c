package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunOutput;
import jigi.present.api.view.StepRow;
import org.junit.jupiter.api.Test;

class RunReaderTest {
  /** Of 40,000 lines of 50 bytes the second quarter was not kept. */
  private static final int BYTES = 50;

  private static final List<RunOutput.Line> LINES =
      IntStream.range(0, 40_000)
          .filter(i -> i < 10_000 || i >= 20_000)
          .mapToObj(
              i -> new RunOutput.Line((long) i * BYTES, Samples.NOW, false, "Line " + i, false))
          .toList();

  private static final StepRow.AttemptRow ATTEMPT =
      new StepRow.AttemptRow("t", 1, "act", "ok", Samples.NOW, Samples.NOW, 40_000L * BYTES);

  private final RunReader reader =
      new RunReader(
          RunReaderTest::output,
          new RunDetail(
              Samples.run(false),
              "hash",
              null,
              null,
              Map.of(),
              "",
              List.of(
                  new StepRow(
                      0,
                      "flood",
                      "sh",
                      "run",
                      null,
                      "succeeded",
                      "",
                      Samples.NOW,
                      Samples.NOW,
                      "",
                      List.of(ATTEMPT))),
              null));

  /** As the desk answers; of a line that it is asked amidst it tells the rest. */
  private static RunOutput output(String id, String attempt, long from, int limit) {
    List<RunOutput.Line> lines = new ArrayList<>();
    long skipped = 0;
    long next = from;
    for (RunOutput.Line line : LINES) {
      if (line.offset() + BYTES <= from) {
        continue;
      }
      boolean gap = line.offset() == 20_000L * BYTES;
      if (!lines.isEmpty() && (gap || next - lines.getFirst().offset() >= limit)) {
        break;
      }
      if (gap) {
        skipped = 10_000L * BYTES;
      }
      boolean amidst = line.offset() < from;
      lines.add(amidst ? new RunOutput.Line(from, Samples.NOW, false, "rest", false) : line);
      next = line.offset() + BYTES;
    }
    return new RunOutput(lines, skipped, next, next == 40_000L * BYTES);
  }

  @Test
  void theEndIsShownAndTheWayBackLeadsOverWhatWasNotKeptToTheBeginning() {
    RunModel.Output shown = reader.stretch(ATTEMPT, null);
    assertThat(shown.lines().getLast().text()).isEqualTo("Line 39999");
    assertThat(shown.live()).isFalse();
    assertThat(shown.later()).isNull();

    List<Long> skipped = new ArrayList<>();
    while (shown.earlier() != null) {
      long before = shown.lines().getFirst().offset();
      shown = reader.stretch(ATTEMPT, shown.earlier());
      assertThat(shown.lines().getFirst().offset()).isLessThan(before);
      skipped.add(shown.skipped());
      assertThat(shown.lines()).allMatch(line -> line.text().startsWith("Line "));
    }
    assertThat(shown.lines().getFirst().text()).isEqualTo("Line 0");
    assertThat(skipped).contains(10_000L * BYTES);
  }

  @Test
  void aLinesPlaceShowsItWithWhatStandsAroundIt() {
    RunModel.Output shown = reader.stretch(ATTEMPT, 30_000L * BYTES);

    assertThat(shown.lines()).extracting(RunOutput.Line::text).contains("Line 29000", "Line 30000");
    assertThat(shown.lines()).extracting(RunOutput.Line::text).contains("Line 31000");
    assertThat(shown.earlier()).isNotNull();
    RunModel.Output after = reader.stretch(ATTEMPT, shown.later());
    assertThat(after.lines().getFirst().offset())
        .isEqualTo(shown.lines().getLast().offset() + BYTES);
  }

  @Test
  void findsWhateverWasKeptAndCountsWhatItDoesNotList() {
    RunModel.Hits few = reader.find("LINE 3999");
    assertThat(few.first())
        .extracting(hit -> hit.line().text())
        .containsExactly(
            "Line 3999",
            "Line 39990",
            "Line 39991",
            "Line 39992",
            "Line 39993",
            "Line 39994",
            "Line 39995",
            "Line 39996",
            "Line 39997",
            "Line 39998",
            "Line 39999");
    assertThat(few.count()).isEqualTo(11);
    assertThat(reader.find("line").count()).isEqualTo(30_000);
    assertThat(reader.find("line").first()).hasSize(500);
    assertThat(reader.find("Line 15000").first()).isEmpty();
  }
}
