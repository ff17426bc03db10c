package jigi.operate.notify.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call: overrides go before layers, and of the layers the first that has somebody.
 *
 * @param title what people call it; its name where there is none
 * @param by channels that tell of hand-overs; empty for those of the gravest route
 */
public record OnCallSchedule(String name, String title, List<Layer> layers, List<String> by) {
  /** Where a recipient is a schedule and not a person. */
  public static final String PREFIX = "on-call:";

  public OnCallSchedule {
    layers = List.copyOf(layers);
    by = List.copyOf(by);
  }

  /** Everybody of its layers, each once. */
  public List<String> people() {
    return layers.stream().flatMap(layer -> layer.people().stream()).distinct().toList();
  }

  /**
   * Who is on call at an instant; null for nobody.
   *
   * @param overrides of this schedule; of several that hold the latest made counts
   */
  public @Nullable String at(Instant at, DutyCalendar calendar, List<OnCallOverride> overrides) {
    OnCallOverride override = override(at, overrides);
    return override == null ? rotation(at, calendar) : override.person();
  }

  private static @Nullable OnCallOverride override(Instant at, List<OnCallOverride> overrides) {
    OnCallOverride found = null;
    for (OnCallOverride one : overrides) {
      if (one.covers(at) && (found == null || one.id().compareTo(found.id()) > 0)) {
        found = one;
      }
    }
    return found;
  }

  private @Nullable String rotation(Instant at, DutyCalendar calendar) {
    for (Layer layer : layers) {
      String person = layer.at(at, calendar);
      if (person != null) {
        return person;
      }
    }
    return null;
  }

  /** The shifts of a span, without gap, cut at its ends. */
  public List<Shift> shifts(
      Instant from, Instant until, DutyCalendar calendar, List<OnCallOverride> overrides) {
    List<Shift> all = new ArrayList<>();
    for (Instant at : changes(from, until, calendar, overrides)) {
      OnCallOverride override = override(at, overrides);
      String person = override == null ? rotation(at, calendar) : override.person();
      String id = override == null ? null : override.id();
      Shift last = all.isEmpty() ? null : all.getLast();
      if (last != null
          && Objects.equals(last.person(), person)
          && Objects.equals(last.override(), id)) {
        continue;
      }
      if (last != null) {
        all.set(all.size() - 1, new Shift(last.person(), last.override(), last.from(), at));
      }
      all.add(new Shift(person, id, at, until));
    }
    return all;
  }

  /** The instants of a span at which somebody else may be on call, its beginning among them. */
  private TreeSet<Instant> changes(
      Instant from, Instant until, DutyCalendar calendar, List<OnCallOverride> overrides) {
    TreeSet<Instant> all = new TreeSet<>();
    List<LocalTime> times =
        layers.stream().flatMap(layer -> layer.changes().stream()).distinct().toList();
    LocalDate last = calendar.date(until).plusDays(1);
    for (LocalDate day = calendar.date(from); !day.isAfter(last); day = day.plusDays(1)) {
      for (LocalTime time : times) {
        all.addAll(calendar.instants(day, time));
      }
    }
    for (OnCallOverride override : overrides) {
      all.add(override.span().from());
      all.add(override.span().until());
    }
    ZoneOffsetTransition next = calendar.zone().getRules().nextTransition(from);
    while (next != null && next.getInstant().isBefore(until)) {
      all.add(next.getInstant());
      next = calendar.zone().getRules().nextTransition(next.getInstant());
    }
    all.removeIf(at -> at.isBefore(from) || !at.isBefore(until));
    all.add(from);
    return all;
  }
}
