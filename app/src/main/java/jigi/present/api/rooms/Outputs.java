package jigi.present.api.rooms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.exec.LogLine;
import jigi.base.exec.LogPage;
import jigi.base.kernel.Timeline;
import jigi.base.run.RunAttempt;
import jigi.base.run.Runs;
import jigi.present.api.http.Problem;
import jigi.present.api.view.RunOutput;

/** What steps put out, in stretches that do not end where a file of it does. */
final class Outputs {
  private final Runs runs;
  private final Timeline timeline;

  /**
   * @param timeline of which targets know nothing: the times that they tell are taken onto it
   */
  Outputs(Runs runs, Timeline timeline) {
    this.runs = runs;
    this.timeline = timeline;
  }

  RunOutput read(String id, String attempt, long from, int limit) {
    Runs.Detail detail = runs.get(id);
    RunAttempt found =
        detail.attempts().stream()
            .filter(one -> one.id().equals(attempt))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("attempt " + attempt + " in this run"));
    return found.bytes() == 0 && found.evidence().contains("\n")
        ? said(found, from)
        : read(detail, found, from, limit);
  }

  private RunOutput read(Runs.Detail detail, RunAttempt found, long from, int limit) {
    LogPage page = runs.log(found, detail, from, limit);
    long skipped = page.skipped();
    List<LogLine> lines = new ArrayList<>(page.lines());
    long begin = lines.isEmpty() ? page.next() : lines.getFirst().offset();
    while (page.more() && page.next() - begin < limit) {
      int left = (int) (limit - (page.next() - begin));
      LogPage next = runs.log(found, detail, page.next(), left);
      if (next.skipped() > 0 || next.lines().isEmpty()) {
        break;
      }
      lines.addAll(next.lines());
      page = next;
    }
    boolean complete = !page.more() && found.outcome() != null;
    return new RunOutput(lines.stream().map(this::line).toList(), skipped, page.next(), complete);
  }

  private RunOutput.Line line(LogLine line) {
    Instant at = line.at().equals(Instant.EPOCH) ? null : line.at().plus(timeline.ahead());
    boolean error = line.stream() == LogLine.Stream.ERR;
    return new RunOutput.Line(line.offset(), at, error, line.text(), line.cut());
  }

  /** What a step said that Jigi executed itself. */
  private static RunOutput said(RunAttempt attempt, long from) {
    List<RunOutput.Line> lines = new ArrayList<>();
    long offset = 0;
    for (String text : attempt.evidence().split("\n", -1)) {
      if (offset >= from) {
        lines.add(new RunOutput.Line(offset, attempt.ended(), false, text, false));
      }
      offset += text.getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return new RunOutput(lines, 0, offset, true);
  }
}
