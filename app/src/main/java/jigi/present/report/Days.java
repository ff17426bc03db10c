package jigi.present.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.schedule.Stretch;
import jigi.base.store.Store;
import jigi.metrics.promql.PromQlException;
import org.jspecify.annotations.Nullable;

/**
 * How available components were day by day, and figures of days, for longer than samples are kept:
 * what a day was is written down when it is over. A day of which less than half was measured is
 * unknown; one that could not be asked for is asked for again.
 */
public final class Days {
  /** How many days are told, today among them. */
  public static final int TOLD = 90;

  /** Samples of a day may come a little after its end. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  /** When what could not be asked for is asked again. */
  private static final Duration AGAIN = Duration.ofMinutes(10);

  /** How old the figure of today may be. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Store store;
  private final Timeline timeline;
  private final Availability availability;
  private final Figures figures;
  private final Map<String, Today> today = new ConcurrentHashMap<>();
  private volatile Map<String, Watched> watched = Map.of();
  private @Nullable Timer next;

  public Days(Store store, Timeline timeline, Queries queries, Planned planned) {
    this.store = store;
    this.timeline = timeline;
    this.availability = new Availability(queries, planned);
    this.figures = new Figures(store, queries, planned);
  }

  /**
   * Of what the days are kept.
   *
   * @param zone in which they begin
   */
  public record Watched(ZoneId zone, Set<String> components) {
    public Watched {
      components = Set.copyOf(components);
    }
  }

  /**
   * One day of a component.
   *
   * @param share of its probes' results that were good, 0 to 1; null where that is unknown
   */
  public record Day(LocalDate date, @Nullable Double share) {}

  /** Of today so far. */
  private record Today(LocalDate date, Instant at, Map<String, Double> shares) {}

  /** By system. */
  public void activate(Map<String, Watched> wanted) {
    watched = Map.copyOf(wanted);
    today.clear();
    look(Duration.ZERO);
  }

  private synchronized void look(Duration delay) {
    if (next != null) {
      next.cancel();
    }
    next = watched.isEmpty() ? null : timeline.after(delay, "days", this::write);
  }

  /** Writes down the days that are over, and waits for the end of the next one. */
  private void write() {
    Duration wait = Duration.ofDays(1);
    for (Map.Entry<String, Watched> one : watched.entrySet()) {
      boolean all = writeDown(one.getKey(), one.getValue());
      wait = shorter(wait, all ? untilNext(one.getValue().zone()) : AGAIN);
    }
    look(wait);
  }

  /** False when a day could not be asked for: those after it wait for it. */
  private boolean writeDown(String system, Watched what) {
    LocalDate last = timeline.instant().minus(GRACE).atZone(what.zone()).toLocalDate();
    LocalDate first = last.minusDays(TOLD - 1);
    SortedMap<LocalDate, Set<String>> known =
        store.read(handle -> DayRepository.known(handle, system, first));
    LocalDate kept = figures.upTo(system);
    LocalDate begin = known.isEmpty() ? begin(system, what.zone(), first, last) : known.firstKey();
    if (begin == null) {
      return false;
    }
    for (LocalDate day = begin; day.isBefore(last); day = day.plusDays(1)) {
      Stretch time = whole(day, what.zone());
      boolean shared = known.getOrDefault(day, Set.of()).containsAll(what.components());
      if (!(shared || writeShares(system, what, day, time))
          || !((kept != null && !day.isAfter(kept)) || writeFigures(system, day, time, last))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The day to begin with for a system of which none is written down: a new one has no past, and is
   * not asked for each of its days. Null when that could not be asked.
   */
  private @Nullable LocalDate begin(String system, ZoneId zone, LocalDate first, LocalDate last) {
    Stretch past =
        new Stretch(
            first.atStartOfDay(zone).toInstant(), last.minusDays(1).atStartOfDay(zone).toInstant());
    try {
      return availability.isMeasured(system, past) ? first : last.minusDays(1);
    } catch (PromQlException e) {
      // Too much for one question is something.
      return passes(e) ? null : first;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private boolean writeShares(String system, Watched what, LocalDate day, Stretch time) {
    Map<String, Double> shares = shares(system, what, time);
    if (shares == null) {
      return false;
    }
    store.change(
        tx ->
            what.components()
                .forEach(
                    name ->
                        DayRepository.insert(
                            tx.handle(), system, name, new Day(day, shares.get(name)))));
    return true;
  }

  /** A new system's empty past needs no record but that of its last day. */
  private boolean writeFigures(String system, LocalDate day, Stretch time, LocalDate last) {
    try {
      figures.write(system, day, time, day.plusDays(1).equals(last));
      return true;
    } catch (PromQlException e) {
      // What no repetition would answer is unknown for ever; the days after it must not wait.
      return !passes(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the same question may have an answer later. */
  private static boolean passes(PromQlException e) {
    return switch (e.kind()) {
      case UNAVAILABLE, TIMEOUT, CANCELLED, TOO_MUCH_MEMORY -> true;
      case PARSE, EXECUTION, TOO_MANY_SAMPLES, TOO_MANY_SERIES, UNSUPPORTED -> false;
    };
  }

  private Duration untilNext(ZoneId zone) {
    Instant now = timeline.instant();
    LocalDate date = now.minus(GRACE).atZone(zone).toLocalDate();
    return Duration.between(now, date.plusDays(1).atStartOfDay(zone).toInstant().plus(GRACE));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Stretch whole(LocalDate day, ZoneId zone) {
    return new Stretch(
        day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
  }

  /** Null where it could not be asked now. */
  private @Nullable Map<String, Double> shares(String system, Watched what, Stretch time) {
    if (what.components().isEmpty()) {
      return Map.of();
    }
    try {
      return availability.shares(system, what.components(), time);
    } catch (PromQlException e) {
      return passes(e) ? null : Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * The last days of each component, oldest first, today's last. What is not known yet is unknown.
   */
  public Map<String, List<Day>> of(String system) {
    Watched what = watched.get(system);
    if (what == null) {
      return Map.of();
    }
    LocalDate now = timeline.instant().atZone(what.zone()).toLocalDate();
    LocalDate first = now.minusDays(TOLD - 1);
    Map<String, Map<LocalDate, Day>> kept =
        store.read(handle -> DayRepository.of(handle, system, first));
    Map<String, Double> current = today(system, what, now);
    Map<String, List<Day>> all = new TreeMap<>();
    for (String name : what.components()) {
      List<Day> days = new ArrayList<>();
      for (LocalDate day = first; day.isBefore(now); day = day.plusDays(1)) {
        Day found = kept.getOrDefault(name, Map.of()).get(day);
        days.add(found == null ? new Day(day, null) : found);
      }
      days.add(new Day(now, current.get(name)));
      all.put(name, List.copyOf(days));
    }
    return all;
  }

  private Map<String, Double> today(String system, Watched what, LocalDate date) {
    Instant now = timeline.instant();
    Today known = today.get(system);
    if (known != null
        && known.date().equals(date)
        && Duration.between(known.at(), now).compareTo(FRESH) < 0) {
      return known.shares();
    }
    Stretch so = new Stretch(date.atStartOfDay(what.zone()).toInstant(), now);
    Map<String, Double> asked = so.length().isZero() ? Map.of() : shares(system, what, so);
    Map<String, Double> shares = asked == null ? Map.of() : asked;
    today.put(system, new Today(date, now, shares));
    return shares;
  }
}
