package jigi.operate.incident;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one thing to do next.
 *
 * @param run the run that it is about; null for none
 */
public record NextAction(Kind kind, @Nullable String run) {
  /** What a page offers first. */
  public enum Kind {
    ACKNOWLEDGE,
    /** A run asks for a decision. */
    ANSWER_RUN,
    /** A run is at work. */
    WATCH_RUN,
    /** Nothing works on it: choose a runbook. */
    CHOOSE_RUNBOOK,
    AWAIT_VERIFICATION,
    READ_REPORT;

    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static NextAction of(Incident incident, List<TimelineEntry> timeline) {
    String waiting = null;
    String working = null;
    for (TimelineEntry entry : timeline) {
      String run = entry.run();
      if (run == null || !entry.kind().startsWith("run.")) {
        continue;
      }
      if (entry.kind().equals("run.waiting")) {
        waiting = run;
      } else if (run.equals(waiting) && !entry.kind().equals("run.step")) {
        waiting = null;
      }
      if (entry.kind().equals("run.finished")) {
        working = run.equals(working) ? null : working;
      } else {
        working = run;
      }
    }
    return switch (incident.state()) {
      case CLOSED -> new NextAction(Kind.READ_REPORT, null);
      case OPEN, ACKNOWLEDGED, RESOLVED ->
          waiting != null ? new NextAction(Kind.ANSWER_RUN, waiting) : working(incident, working);
    };
  }

  private static NextAction working(Incident incident, @Nullable String run) {
    return switch (incident.state()) {
      case OPEN -> new NextAction(Kind.ACKNOWLEDGE, null);
      case ACKNOWLEDGED ->
          run == null
              ? new NextAction(Kind.CHOOSE_RUNBOOK, null)
              : new NextAction(Kind.WATCH_RUN, run);
      case RESOLVED -> new NextAction(Kind.AWAIT_VERIFICATION, run);
      case CLOSED -> new NextAction(Kind.READ_REPORT, null);
    };
  }
}
