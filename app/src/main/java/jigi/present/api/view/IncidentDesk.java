package jigi.present.api.view;

import java.time.LocalDate;
import java.util.List;
import jigi.base.kernel.Language;
import org.jspecify.annotations.Nullable;

/** What people do and write in incidents. */
public interface IncidentDesk {
  /**
   * What a person has seen.
   *
   * @param kind of the manual's kinds; null for none
   * @param run that failed; null where it is about none
   */
  record Reported(
      String system, String title, String level, @Nullable String kind, @Nullable String run) {}

  /** Opens one for what no alert has seen, and gives its id. */
  String report(Reported what, String actor);

  /** A step is done, or is not after all. */
  void tick(String id, int step, boolean done, String evidence, String actor);

  /**
   * @param base the version that the writer saw; null where it does not matter
   */
  void write(String id, String field, String text, @Nullable Integer base, String actor);

  void kind(String id, String kind, String actor);

  /**
   * What a person wants everybody to know.
   *
   * @param title null for the one that was published
   * @param affects names of the status page; null for those that were published
   * @param stage of {@code investigating}, {@code identified}, {@code repairing}, {@code resolved}
   */
  record Told(@Nullable String title, @Nullable List<String> affects, String stage, String text) {}

  /** Everybody is told of it on the status page. */
  void publish(String id, Told what, String actor);

  /** The status page says nothing of it any more. */
  void withdraw(String id, String actor);

  /** Comes into the war room, which is opened where there is none. */
  void join(String id, String actor);

  /**
   * Writes what customers may be told.
   *
   * @param title empty for the template's
   * @param text empty for the template's
   */
  void draft(String id, String template, String title, String text, String actor);

  /** Sends a draft to customers, or throws it away. */
  void decide(String id, int notice, boolean approved, String actor);

  /** It is said to be repaired, and verified from then on. */
  void repaired(String id, String actor);

  /**
   * @param due the last day
   */
  void followUp(String id, String task, String person, LocalDate due, String actor);

  void finish(String id, int number, String actor);

  /** Those that nobody did yet, the earliest due first. */
  List<FollowUpRow> followUps(Scope scope);

  /** How a report is written down. */
  enum Format {
    MD,
    TXT,
    HTML
  }

  /** The report: as people last wrote it, else as the timeline tells it; null for no incident. */
  @Nullable String text(String id, Format format, Language language);
}
