package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import jigi.operate.notify.NotifyEngine;
import jigi.operate.notify.NotifySettings;
import jigi.operate.notify.OnCalls;
import jigi.operate.notify.oncall.OnCallOverride;
import jigi.operate.notify.oncall.OnCallSchedule;
import jigi.operate.notify.oncall.Shift;
import jigi.present.api.http.Urls;
import jigi.present.api.view.Desk;
import jigi.present.api.view.OnCallRow;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Who is on call, as it is shown and changed. */
final class OnCallRoom implements Desk.OnCall {
  private static final Duration SEEN = Duration.ofDays(31);
  private static final Duration SHOWN = Duration.ofDays(14);

  private final NotifyEngine engine;
  private final InstantSource clock;
  private final Supplier<Set<String>> systems;

  OnCallRoom(NotifyEngine engine, InstantSource clock, Supplier<Set<String>> systems) {
    this.engine = engine;
    this.clock = clock;
    this.systems = systems;
  }

  @Override
  public List<OnCallRow> schedules(Scope scope) {
    List<OnCallRow> rows = new ArrayList<>();
    for (String system : new TreeSet<>(systems.get())) {
      if (scope.sees(system)) {
        engine.onCalls().schedules(system).forEach(schedule -> rows.add(row(system, schedule)));
      }
    }
    return rows;
  }

  private OnCallRow row(String system, OnCallSchedule schedule) {
    Instant now = clock.instant();
    Instant end = now.plus(SEEN);
    List<OnCallRow.Duty> duties = new ArrayList<>();
    for (Shift shift : engine.onCalls().shifts(system, schedule, now, end)) {
      duties.add(
          new OnCallRow.Duty(
              shift.person(),
              shift.person() == null ? null : title(system, shift.person()),
              shift.override() != null,
              shift.from(),
              shift.until().equals(end) ? null : shift.until()));
    }
    OnCallRow.Duty current = duties.getFirst();
    OnCallRow.Duty next =
        duties.stream()
            .filter(duty -> !Objects.equals(duty.person(), current.person()))
            .findFirst()
            .orElse(null);
    Map<String, String> people = new TreeMap<>();
    NotifySettings known = Objects.requireNonNull(engine.settings(system));
    known.people().values().forEach(person -> people.put(person.key(), person.title()));
    return new OnCallRow(
        system,
        schedule.name(),
        schedule.title(),
        "/on-call/" + Urls.path(system) + "/" + Urls.path(schedule.name()),
        current,
        next,
        duties.stream().filter(duty -> duty.from().isBefore(now.plus(SHOWN))).toList(),
        people);
  }

  private String title(String system, String person) {
    NotifySettings known = engine.settings(system);
    return known == null ? person : known.title(person);
  }

  @Override
  public List<OnCallRow.Override> overrides(Scope scope) {
    return engine.onCalls().list().stream()
        .filter(override -> scope.sees(override.system()))
        .map(this::row)
        .toList();
  }

  private OnCallRow.Override row(OnCallOverride override) {
    OnCallOverride.Ended ended = override.made().ended();
    String title =
        engine.onCalls().schedules(override.system()).stream()
            .filter(schedule -> schedule.name().equals(override.schedule()))
            .map(OnCallSchedule::title)
            .findFirst()
            .orElse(override.schedule());
    return new OnCallRow.Override(
        override.id(),
        override.system(),
        override.schedule(),
        title,
        title(override.system(), override.person()),
        state(override, ended),
        override.span().from(),
        override.span().until(),
        override.made().by(),
        override.made().reason(),
        ended == null ? null : ended.by());
  }

  private OnCallRow.State state(OnCallOverride override, OnCallOverride.@Nullable Ended ended) {
    Instant now = clock.instant();
    if (ended != null || !now.isBefore(override.span().until())) {
      return OnCallRow.State.EXPIRED;
    }
    return now.isBefore(override.span().from()) ? OnCallRow.State.PENDING : OnCallRow.State.ACTIVE;
  }

  @Override
  public String override(Standing wish, String actor) {
    return engine
        .onCalls()
        .add(
            new OnCalls.Wish(
                wish.system(),
                wish.schedule(),
                wish.person(),
                wish.from(),
                wish.until(),
                wish.reason()),
            actor)
        .id();
  }

  @Override
  public void end(String override, String actor) {
    engine.onCalls().end(override, actor);
  }
}
