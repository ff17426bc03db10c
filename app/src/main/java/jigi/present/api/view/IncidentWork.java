package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.journal.Event;
import org.jspecify.annotations.Nullable;

/**
 * What people do and write in an incident.
 *
 * @param kind what its kind is called; null for none
 * @param texts one of each field, empty where nobody wrote
 * @param report the versions of the report that people wrote, the latest first; empty while it is
 *     told from the timeline
 * @param responders who works or worked on it
 * @param everybody what the status page says of it; null where the system has none
 */
public record IncidentWork(
    @Nullable String kind,
    List<Phase> phases,
    List<Text> texts,
    List<Text> report,
    List<FollowUpRow> followUps,
    List<String> responders,
    Before before,
    Choices choices,
    @Nullable Everybody everybody) {
  public IncidentWork {
    phases = List.copyOf(phases);
    texts = List.copyOf(texts);
    report = List.copyOf(report);
    followUps = List.copyOf(followUps);
    responders = List.copyOf(responders);
  }

  /**
   * What everybody is told.
   *
   * @param page its path
   * @param names those of the page that it may affect
   * @param news what was published; null for nothing
   * @param withdrawn whether that is shown no more
   */
  public record Everybody(
      String page, List<String> names, PublicStatus.@Nullable News news, boolean withdrawn) {
    public Everybody {
      names = List.copyOf(names);
    }
  }

  /**
   * Some steps and the time by which they should be done.
   *
   * @param until since the opening; null for no time
   * @param late whether that has passed while one of them is not done
   * @param now whether it is the phase that should be under way
   */
  public record Phase(
      String title, @Nullable Duration until, boolean late, boolean now, List<Step> steps) {
    public Phase {
      steps = List.copyOf(steps);
    }
  }

  /**
   * @param runbook path of the runbook that does it; null for none
   * @param measured whether a condition is measured in its place
   * @param required whether the incident is closed only after it
   */
  public record Step(
      int number,
      String text,
      @Nullable String runbook,
      boolean measured,
      boolean required,
      @Nullable Instant done,
      @Nullable String by,
      String evidence) {}

  /**
   * @param version 0 where nobody wrote
   */
  public record Text(String field, int version, String text, @Nullable Instant at, String author) {}

  /**
   * What was before it began: the likeliest cause is what was changed last.
   *
   * @param changes of the day before, newest first: deployments, manuals, runs of people
   * @param errors of the hour before and since, the most frequent first
   */
  public record Before(List<Event> changes, List<ErrorRow> errors) {
    public Before {
      changes = List.copyOf(changes);
      errors = List.copyOf(errors);
    }
  }

  /**
   * What a person may choose from.
   *
   * @param kinds titles by name
   * @param people names by key
   * @param notice the draft of what customers are told; empty for none
   */
  public record Choices(Map<String, String> kinds, Map<String, String> people, String notice) {
    public Choices {
      kinds = Map.copyOf(kinds);
      people = Map.copyOf(people);
    }
  }
}
