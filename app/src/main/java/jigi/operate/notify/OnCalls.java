package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import jigi.operate.notify.oncall.DutyCalendar;
import jigi.operate.notify.oncall.OnCallOverride;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.oncall.Shift;
import org.jspecify.annotations.Nullable;

/** Who is on call, and who stands in for whom. */
public final class OnCalls {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration KEPT = Duration.ofDays(30);

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final Consumer<String> changed;

  /** Those that may hold now or later, so that asking who is on call reads no store. */
  private volatile List<OnCallOverride> overrides = List.of();

  /**
   * @param changed is told of the system of every change, after it is on disk
   */
  OnCalls(NotifyEngine.Surroundings around, Directory directory, Consumer<String> changed) {
    this.around = around;
    this.directory = directory;
    this.changed = changed;
  }

  void start() {
    overrides = list();
  }

  /** The schedules of a system, by name. */
  public List<OnCallSchedule> schedules(String system) {
    NotifySettings known = directory.settings(system);
    return known == null ? List.of() : List.copyOf(known.onCall().schedules().values());
  }

  private @Nullable OnCallSchedule schedule(String system, String name) {
    NotifySettings known = directory.settings(system);
    return known == null ? null : known.onCall().schedules().get(name);
  }

  /** Who is on call at an instant; null for nobody. */
  @Nullable String at(String system, OnCallSchedule schedule, Instant at) {
    return schedule.at(at, calendar(system), overrides(system, schedule.name()));
  }

  /** The shifts of a span, cut at its ends. */
  public List<Shift> shifts(String system, OnCallSchedule schedule, Instant from, Instant until) {
    return schedule.shifts(from, until, calendar(system), overrides(system, schedule.name()));
  }

  private DutyCalendar calendar(String system) {
    NotifySettings known = java.util.Objects.requireNonNull(directory.settings(system));
    return new DutyCalendar(directory.zone(system), known.onCall().holidays());
  }

  private List<OnCallOverride> overrides(String system, String schedule) {
    return overrides.stream()
        .filter(one -> one.system().equals(system) && one.schedule().equals(schedule))
        .toList();
  }

  /**
   * Recipients as people.
   *
   * @param onCall those of them who are on call, and so are called at any hour
   */
  public record Called(List<String> people, Set<String> onCall) {}

  /** Puts people in place of schedules; where nobody is on call, all of the schedule. */
  public Called called(String system, List<String> recipients) {
    Set<String> people = new LinkedHashSet<>();
    Set<String> onCall = new LinkedHashSet<>();
    Instant now = around.timeline().instant();
    for (String name : recipients) {
      OnCallSchedule schedule =
          name.startsWith(OnCallSchedule.PREFIX)
              ? schedule(system, name.substring(OnCallSchedule.PREFIX.length()))
              : null;
      String person = schedule == null ? null : at(system, schedule, now);
      if (schedule == null) {
        people.add(name);
      } else if (person == null) {
        people.addAll(schedule.people());
      } else {
        people.add(person);
        onCall.add(person);
      }
    }
    return new Called(List.copyOf(people), onCall);
  }

  /**
   * What is wanted.
   *
   * @param from an instant, or a time of the system's clock ({@code 2026-03-02T18:00}); null for at
   *     once
   * @param until the same
   * @param reason empty for none
   */
  public record Wish(
      String system,
      String schedule,
      String person,
      @Nullable String from,
      String until,
      String reason) {}

  /**
   * Somebody stands in.
   *
   * @throws UserError {@code unknown-schedule}, {@code unknown-person}, {@code bad-time}, {@code
   *     bad-span}
   */
  public OnCallOverride add(Wish wish, String actor) {
    check(wish);
    Instant now = around.timeline().instant();
    Instant from = wish.from() == null ? now : directory.time(wish.system(), wish.from());
    Instant until = directory.time(wish.system(), wish.until());
    Instant begins = from.isBefore(now) ? now : from;
    if (!until.isAfter(begins) || Duration.between(begins, until).compareTo(LONGEST) > 0) {
      throw new UserError(
          "bad-span",
          "an override ends later than it begins and now, within 366 days ("
              + begins
              + " to "
              + until
              + ")",
          "give an end that comes after the beginning");
    }
    OnCallOverride override =
        new OnCallOverride(
            Ids.next(now),
            wish.system(),
            wish.schedule(),
            wish.person(),
            new OnCallOverride.Span(begins, until),
            new OnCallOverride.Made(actor, now, Message.oneLine(wish.reason()), null));
    around
        .store()
        .change(
            tx -> {
              OnCallRepository.insert(tx.handle(), override);
              around
                  .journal()
                  .append(
                      tx,
                      draft(NotifyEvents.OVERRIDDEN, override)
                          .actor(actor)
                          .with("from", begins)
                          .with("until", until)
                          .with("reason", override.made().reason()));
            });
    refresh(wish.system());
    return override;
  }

  private void check(Wish wish) {
    OnCallSchedule schedule = schedule(wish.system(), wish.schedule());
    if (schedule == null) {
      throw new UserError(
          "unknown-schedule",
          "no on-call schedule of this name (" + wish.system() + ", " + wish.schedule() + ")",
          Nearest.hint(
              wish.schedule(),
              schedules(wish.system()).stream().map(OnCallSchedule::name).toList()));
    }
    NotifySettings known = java.util.Objects.requireNonNull(directory.settings(wish.system()));
    if (known.people().get(wish.person()) == null) {
      throw new UserError(
          "unknown-person",
          "no person of this name (" + wish.person() + ")",
          Nearest.hint(wish.person(), known.people().keySet()));
    }
  }

  /**
   * Ends an override before its time.
   *
   * @throws UserError {@code no-override} when there is none that has not ended
   */
  public void end(String id, String actor) {
    OnCallOverride override = find(id);
    OnCallOverride.Ended ended = new OnCallOverride.Ended(around.timeline().instant(), actor);
    boolean done =
        override != null
            && around
                .store()
                .write(
                    tx -> {
                      boolean open = OnCallRepository.end(tx.handle(), id, ended);
                      if (open) {
                        around
                            .journal()
                            .append(tx, draft(NotifyEvents.OVERRIDE_ENDED, override).actor(actor));
                      }
                      return open;
                    });
    if (override == null || !done) {
      throw new UserError(
          "no-override",
          "no override of this id is planned or holds (" + id + ")",
          "list them with 'jigi on-call overrides'");
    }
    refresh(override.system());
  }

  public @Nullable OnCallOverride find(String id) {
    return list().stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
  }

  /** Those that have not ended and those of the last 30 days, latest first. */
  public List<OnCallOverride> list() {
    Instant since = around.timeline().instant().minus(KEPT);
    return new ArrayList<>(around.store().read(handle -> OnCallRepository.after(handle, since)));
  }

  private void refresh(String system) {
    overrides = list();
    changed.accept(system);
  }

  private static EventDraft draft(EventKind kind, OnCallOverride override) {
    return EventDraft.of(kind)
        .system(override.system())
        .with("override", override.id())
        .with("schedule", override.schedule())
        .with("person", override.person());
  }
}
