package jigi.present.web;

import java.util.List;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunOutput;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/**
 * A run with the step that is looked at.
 *
 * @param attempt whose output is shown; null when there is none
 * @param hits what was found in the output of all steps; null when nothing was looked for
 */
public record RunModel(
    RunDetail detail,
    StepRow step,
    StepRow.@Nullable AttemptRow attempt,
    Output output,
    @Nullable Hits hits,
    May may) {
  /** What the reader may do. */
  public record May(boolean run, boolean approve) {}

  /**
   * A stretch of output.
   *
   * @param skipped bytes right before it that were not kept
   * @param next where live output goes on
   * @param live whether more will come here
   * @param earlier an offset of what stands before it; null when nothing does
   * @param later an offset of what stands after it; null when nothing does, or it comes by itself
   */
  public record Output(
      List<RunOutput.Line> lines,
      long skipped,
      long next,
      boolean live,
      @Nullable Long earlier,
      @Nullable Long later) {
    static final Output NONE = new Output(List.of(), 0, 0, false, null, null);

    public Output {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Lines that hold a text.
   *
   * @param count of all, also of those that are not listed
   */
  public record Hits(String text, List<Hit> first, int count) {
    public Hits {
      first = List.copyOf(first);
    }
  }

  /** One of them. */
  public record Hit(int step, String attempt, RunOutput.Line line) {}

  public boolean mayRun() {
    return may.run();
  }

  public boolean mayApprove() {
    return may.approve();
  }

  public String next() {
    return Long.toString(output.next());
  }

  /** The address of the live output; empty when nothing more will come. */
  public String live() {
    return attempt == null || !output.live()
        ? ""
        : detail.row().path() + "/live?attempt=" + attempt.id();
  }

  /** Names what the log shows: the same name, and a live page leaves it alone. */
  public String keep() {
    return attempt == null ? "none" : attempt.id();
  }

  /** The address of the shown attempt's lines, but for a line's offset. */
  public String places() {
    return attempt == null ? "" : places(step.index(), attempt.id());
  }

  private String places(int of, String shown) {
    return detail.row().path() + "?step=" + of + "&attempt=" + shown + "&at=";
  }

  /** Where a line of the shown attempt is seen, now and ever after. */
  public String place(RunOutput.Line line) {
    return places() + line.offset() + "#o" + line.offset();
  }

  public String place(Hit hit) {
    long offset = hit.line().offset();
    return places(hit.step(), hit.attempt()) + offset + "#o" + offset;
  }

  /** Where the stretch around an offset is seen. */
  public String stretch(long offset) {
    return places() + offset + "#log";
  }

  /** True when the foot of a phone's screen should hold the answer. */
  public boolean asking() {
    RunDetail.Question question = detail.question();
    return question != null && question.approval() && may.approve();
  }
}
