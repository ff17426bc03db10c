package jigi.present.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.detect.inventory.Bytes;
import jigi.present.api.view.RunDetail;
import jigi.present.api.view.RunOutput;
import jigi.present.api.view.StepRow;
import org.jspecify.annotations.Nullable;

/** Reads what a run's steps put out: a stretch, the lines that hold a text, or all of it. */
final class RunReader {
  static final int STRETCH = 256 * 1024;

  /** So much of a stretch stands before the line that somebody points at. */
  private static final int BEFORE = 64 * 1024;

  private static final int MOST_HITS = 500;

  /** Where output is read. */
  interface Source {
    /** See {@link jigi.present.api.view.Desk.Runs#output}. */
    RunOutput output(String id, String attempt, long from, int limit);
  }

  private final Source source;
  private final RunDetail detail;

  RunReader(Source source, RunDetail detail) {
    this.source = source;
    this.detail = detail;
  }

  /**
   * A stretch around a line, or the end.
   *
   * @param at the line's offset; null for the end, and what follows
   */
  RunModel.Output stretch(StepRow.AttemptRow attempt, @Nullable Long at) {
    long from = Math.max(0, at == null ? attempt.size() - STRETCH : at - BEFORE);
    RunOutput part = read(attempt, from);
    List<RunOutput.Line> lines = part.lines();
    // It begins amidst a line, but for the beginning and after what was not kept.
    boolean amidst = from > 0 && part.skipped() == 0 && lines.size() > 1;
    lines = amidst ? lines.subList(1, lines.size()) : lines;
    long begin = lines.isEmpty() ? part.next() : lines.getFirst().offset();
    long before = begin - part.skipped();
    boolean live = at == null && !part.complete();
    return new RunModel.Output(
        lines,
        part.skipped(),
        part.next(),
        live,
        before > 0 ? Math.max(0, before - STRETCH + BEFORE) : null,
        live || part.complete() || lines.isEmpty() ? null : lines.getLast().offset() + BEFORE);
  }

  private RunOutput read(StepRow.AttemptRow attempt, long from) {
    return source.output(detail.row().id(), attempt.id(), from, STRETCH);
  }

  /** Of all steps; upper and lower case are the same. */
  RunModel.Hits find(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<RunModel.Hit> first = new ArrayList<>();
    int[] count = {0};
    Parts sift =
        (step, attempt, part) -> {
          for (RunOutput.Line line : part.lines()) {
            if (line.text().toLowerCase(Locale.ROOT).contains(wanted)) {
              count[0]++;
              if (first.size() < MOST_HITS) {
                first.add(new RunModel.Hit(step.index(), attempt.id(), line));
              }
            }
          }
        };
    try {
      for (StepRow step : detail.steps()) {
        for (StepRow.AttemptRow attempt : step.attempts()) {
          each(step, attempt, sift);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new RunModel.Hits(text, first, count[0]);
  }

  /** All steps, each under its title. */
  void write(OutputStream out, Screen screen) throws IOException {
    for (StepRow step : detail.steps()) {
      for (StepRow.AttemptRow attempt : step.attempts()) {
        String title = screen.say("step", step.title());
        String purpose = screen.word("purpose", attempt.role());
        say(out, "── " + (step.index() + 1) + ". " + title + ", " + purpose);
        String began = attempt.started() == null ? "" : ", " + screen.utc(attempt.started());
        say(out, " " + attempt.number() + began + "\n");
        write(out, screen, step, attempt);
      }
    }
  }

  /** One attempt, by its id; nothing when the run has none such. */
  void write(OutputStream out, Screen screen, String attempt) throws IOException {
    for (StepRow step : detail.steps()) {
      for (StepRow.AttemptRow one : step.attempts()) {
        if (one.id().equals(attempt)) {
          write(out, screen, step, one);
        }
      }
    }
  }

  private void write(OutputStream out, Screen screen, StepRow step, StepRow.AttemptRow attempt)
      throws IOException {
    each(
        step,
        attempt,
        (_, _, part) -> {
          if (part.skipped() > 0) {
            say(out, screen.t("web.run.log.gap", "n", Bytes.format(part.skipped())) + "\n");
          }
          say(out, part.text());
        });
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes output as it comes. */
  private interface Parts {
    void take(StepRow step, StepRow.AttemptRow attempt, RunOutput part) throws IOException;
  }

  /** What there is by now. */
  private void each(StepRow step, StepRow.AttemptRow attempt, Parts parts) throws IOException {
    RunOutput part = read(attempt, 0);
    while (!part.lines().isEmpty()) {
      parts.take(step, attempt, part);
      if (part.complete()) {
        return;
      }
      part = read(attempt, part.next());
    }
  }
}
