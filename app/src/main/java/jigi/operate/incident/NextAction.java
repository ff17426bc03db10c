package jigi.operate.incident;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.journal.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * The one thing to do next.
 *
 * @param run the run that it is about; null for none
 */
public record NextAction(Kind kind, @Nullable String run) {
  /** What changes how its end is told. */
  private static final Set<String> TURNS =
      Stream.of(
              IncidentEvents.RESOLVED,
              IncidentEvents.REPAIRED,
              IncidentEvents.REOPENED,
              IncidentEvents.UNVERIFIED,
              IncidentEvents.UNMEASURED)
          .map(EventKind::name)
          .collect(Collectors.toUnmodifiableSet());

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
    /** Its alerts are over, but nothing measures whether all is well: look, and close it. */
    LOOK,
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
          waiting != null
              ? new NextAction(Kind.ANSWER_RUN, waiting)
              : working(incident, working, awaitsPerson(timeline));
    };
  }

  /**
   * Whether only a person can tell that it is over.
   *
   * @param timeline oldest first
   */
  static boolean awaitsPerson(List<TimelineEntry> timeline) {
    return timeline.stream()
        .map(TimelineEntry::kind)
        .filter(TURNS::contains)
        .reduce((earlier, later) -> later)
        .filter(IncidentEvents.UNMEASURED.name()::equals)
        .isPresent();
  }

  private static NextAction working(Incident incident, @Nullable String run, boolean awaitsPerson) {
    return switch (incident.state()) {
      case OPEN -> new NextAction(Kind.ACKNOWLEDGE, null);
      case ACKNOWLEDGED ->
          run == null
              ? new NextAction(Kind.CHOOSE_RUNBOOK, null)
              : new NextAction(Kind.WATCH_RUN, run);
      case RESOLVED ->
          awaitsPerson
              ? new NextAction(Kind.LOOK, null)
              : new NextAction(Kind.AWAIT_VERIFICATION, run);
      case CLOSED -> new NextAction(Kind.READ_REPORT, null);
    };
  }
}
