package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;
import jigi.base.schedule.Schedule;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Recurring;
import jigi.operate.notify.routing.Silence;
import org.jspecify.annotations.Nullable;

/** What people do not want to hear of for a while. */
public final class Silences {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration KEPT = Duration.ofDays(30);

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final Consumer<String> changed;

  /**
   * @param changed is told of the system of every change, after it is on disk
   */
  Silences(NotifyEngine.Surroundings around, Directory directory, Consumer<String> changed) {
    this.around = around;
    this.directory = directory;
    this.changed = changed;
  }

  /**
   * What is to be silenced.
   *
   * @param matchers {@code alertname="WebDown", host="app"}
   * @param from an instant, or a time of the system's clock; null for at once
   * @param lasts until it ends as a whole
   * @param recurring null for all that time
   */
  public record Wish(
      String system,
      String matchers,
      String reason,
      @Nullable String from,
      Duration lasts,
      @Nullable Each recurring) {}

  /**
   * @param schedule {@code weekly sun 02:00}
   */
  public record Each(String schedule, Duration lasts) {}

  /**
   * Silences from now or from a later time on.
   *
   * @throws UserError {@code unknown-system}, {@code bad-matchers}, {@code matches-everything},
   *     {@code no-reason}, {@code bad-time}, {@code bad-span}, {@code bad-schedule}
   */
  public Silence add(Wish wish, String actor) {
    if (directory.settings(wish.system()) == null) {
      throw new UserError(
          "unknown-system",
          "no system of this name (" + wish.system() + ")",
          "list them with 'jigi status'");
    }
    Instant now = around.timeline().instant();
    Instant asked = wish.from() == null ? now : directory.time(wish.system(), wish.from());
    Instant from = asked.isBefore(now) ? now : asked;
    Silence silence =
        new Silence(
            Ids.next(now),
            wish.system(),
            matchers(wish.matchers()),
            new Silence.Why(reason(wish.reason()), actor, now),
            new Silence.Span(from, from.plus(lasts(wish.lasts()))),
            recurring(wish.recurring()),
            null);
    around
        .store()
        .change(
            tx -> {
              SilenceRepository.insert(tx.handle(), silence);
              around
                  .journal()
                  .append(
                      tx,
                      draft(NotifyEvents.SILENCED, silence)
                          .actor(actor)
                          .with("reason", silence.why().reason())
                          .with("until", silence.span().until()));
            });
    changed.accept(silence.system());
    return silence;
  }

  /**
   * Ends one before its time.
   *
   * @throws UserError {@code no-silence} when there is none that has not ended
   */
  public void end(String id, String actor) {
    Silence.Ended ended = new Silence.Ended(around.timeline().instant(), actor);
    Silence silence = find(id);
    boolean done =
        silence != null
            && around
                .store()
                .write(
                    tx -> {
                      boolean open = SilenceRepository.end(tx.handle(), id, ended);
                      if (open) {
                        around
                            .journal()
                            .append(tx, draft(NotifyEvents.UNSILENCED, silence).actor(actor));
                      }
                      return open;
                    });
    if (silence == null || !done) {
      throw new UserError(
          "no-silence",
          "no silence of this id is pending or active (" + id + ")",
          "list them with 'jigi silences'");
    }
    changed.accept(silence.system());
  }

  public @Nullable Silence find(String id) {
    return around.store().read(handle -> SilenceRepository.find(handle, id));
  }

  /** Those that have not ended and those of the last 30 days, latest first. */
  public List<Silence> list(@Nullable String system) {
    Instant since = around.timeline().instant().minus(KEPT);
    return around.store().read(handle -> SilenceRepository.after(handle, system, since));
  }

  public Silence.State state(Silence silence) {
    return silence.state(around.timeline().instant());
  }

  private static EventDraft draft(jigi.base.journal.EventKind kind, Silence silence) {
    return EventDraft.of(kind)
        .system(silence.system())
        .with("silence", silence.id())
        .with("matchers", Matchers.text(silence.matchers()));
  }

  private static List<Matcher> matchers(String text) {
    List<Matcher> matchers = Matchers.parse(text);
    if (matchers == null) {
      throw new UserError(
          "bad-matchers",
          "not a list of conditions on labels ('" + text + "')",
          "write for example alertname=\"WebDown\", host=~\"db-.*\"");
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw new UserError(
          "matches-everything",
          "the conditions hold for every alert ('" + text + "')",
          "name at least one label that the alerts have, for example severity=\"warning\"");
    }
    return matchers;
  }

  private static String reason(String text) {
    if (text.isBlank()) {
      throw new UserError(
          "no-reason",
          "a silence needs a reason ('" + text + "')",
          "write what others must know who wonder why nothing is said");
    }
    return Message.oneLine(text);
  }

  private static Duration lasts(Duration lasts) {
    if (!lasts.isPositive() || lasts.compareTo(LONGEST) > 0) {
      throw new UserError(
          "bad-span",
          "a silence lasts from a moment to 366 days (" + Durations.format(lasts) + ")",
          "write for example 2h");
    }
    return lasts;
  }

  private static @Nullable Recurring recurring(@Nullable Each each) {
    if (each == null) {
      return null;
    }
    Schedule schedule = SilenceRepository.schedule(each.schedule());
    if (schedule == null) {
      throw new UserError(
          "bad-schedule",
          "not a schedule ('" + each.schedule() + "')",
          "write for example weekly sun 02:00");
    }
    return new Recurring(schedule, lasts(each.lasts()));
  }
}
