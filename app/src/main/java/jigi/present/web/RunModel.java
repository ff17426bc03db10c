package jigi.present.web;

import java.util.List;
import jigi.present.api.view.LogPart;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/**
 * A run with the step that is looked at.
 *
 * @param attempt whose output is shown; null when there is none
 */
public record RunModel(
    RunDetail detail, StepRow step, StepRow.@Nullable AttemptRow attempt, Output output, May may) {
  /** What the reader may do. */
  public record May(boolean run, boolean approve) {}

  /**
   * Output in lines.
   *
   * @param cut true when the beginning was left out
   * @param next where live output goes on
   * @param live false when nothing more will come
   */
  public record Output(List<String> lines, boolean cut, long next, boolean live) {
    static final Output NONE = new Output(List.of(), false, 0, false);

    static Output of(LogPart part) {
      List<String> lines = part.text().lines().toList();
      return new Output(lines, part.from() > 0, part.next(), !part.complete());
    }

    public Output {
      lines = List.copyOf(lines);
    }
  }

  public boolean mayRun() {
    return may.run();
  }

  public boolean mayApprove() {
    return may.approve();
  }

  public List<String> lines() {
    return output.lines();
  }

  public boolean cut() {
    return output.cut();
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

  /** True when the foot of a phone's screen should hold the answer. */
  public boolean asking() {
    RunDetail.Question question = detail.question();
    return question != null && question.approval() && may.approve();
  }
}
