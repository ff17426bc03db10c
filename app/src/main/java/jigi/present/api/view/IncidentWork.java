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
 * @param breached when nobody had acknowledged it in time; null where somebody had, or may still
 * @param texts one of each field, empty where nobody wrote
 * @param report the versions of the report that people wrote, the latest first; empty while it is
 *     told from the timeline
 * @param responders who works or worked on it
 * @param room the war room
 * @param notices for customers, the latest first
 * @param everybody what the status page says of it; null where the system has none
 */
public record IncidentWork(
    @Nullable String kind,
    @Nullable Instant breached,
    List<Phase> phases,
    List<Text> texts,
    List<Text> report,
    List<FollowUpRow> followUps,
    List<String> responders,
    Room room,
    List<CustomerNotice> notices,
    Before before,
    Choices choices,
    @Nullable Everybody everybody) {
  public IncidentWork {
    phases = List.copyOf(phases);
    texts = List.copyOf(texts);
    report = List.copyOf(report);
    followUps = List.copyOf(followUps);
    responders = List.copyOf(responders);
    notices = List.copyOf(notices);
  }

  /**
   * Where people meet.
   *
   * @param opened null where there is none yet
   * @param people in the order of their coming
   * @param said oldest first
   */
  public record Room(@Nullable Instant opened, List<Participant> people, List<Said> said) {
    public Room {
      people = List.copyOf(people);
      said = List.copyOf(said);
    }
  }

  /** Who works on it, and since when. */
  public record Participant(String person, Instant since) {}

  /** What somebody said. */
  public record Said(Instant at, String actor, String text) {}

  /**
   * What customers are told.
   *
   * @param state draft, sent or discarded
   * @param to names of people and groups; empty where it is only published
   * @param published whether it stands on the status page, too, once it is sent
   * @param by who wrote it
   * @param decidedBy null while nobody decided
   */
  public record CustomerNotice(
      int number,
      String title,
      String text,
      String state,
      List<String> to,
      boolean published,
      Instant at,
      String by,
      @Nullable Instant decided,
      @Nullable String decidedBy) {
    public CustomerNotice {
      to = List.copyOf(to);
    }

    public boolean isDraft() {
      return state.equals("draft");
    }
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
   * @param measures lines from an hour before on; what was not measured has none of its points
   */
  public record Before(List<Event> changes, List<ErrorRow> errors, List<Chart> measures) {
    public Before {
      changes = List.copyOf(changes);
      errors = List.copyOf(errors);
      measures = List.copyOf(measures);
    }
  }

  /**
   * What a person may choose from.
   *
   * @param kinds titles by name
   * @param people names by key
   * @param notice the draft of what is published; empty for none
   * @param templates of what customers are told
   */
  public record Choices(
      Map<String, String> kinds,
      Map<String, String> people,
      String notice,
      List<Template> templates) {
    public Choices {
      templates = List.copyOf(templates);
      kinds = Map.copyOf(kinds);
      people = Map.copyOf(people);
    }
  }

  /**
   * A draft for customers.
   *
   * @param to names of people and groups
   * @param published whether the status page tells it, too
   */
  public record Template(
      String name, String title, String text, List<String> to, boolean published) {
    public Template {
      to = List.copyOf(to);
    }
  }
}
