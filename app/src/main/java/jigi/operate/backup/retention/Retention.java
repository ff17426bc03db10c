package jigi.operate.backup.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import jigi.operate.backup.retention.Entry.Copy;
import jigi.operate.backup.retention.Verdict.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decides over all copies of a plan's backups. The newest good backup and the newest proven one
 * stay in every store that has them, held ones stay, and one that another store still waits for
 * stays; only verified copies are counted by the rules.
 */
public final class Retention {
  private final List<Entry> newestFirst;
  private final Map<String, Keep> keeps;
  private final ZoneId zone;
  private final Instant now;
  private final Map<String, Map<String, Set<Reason>>> byRules = new HashMap<>();

  private Retention(List<Entry> entries, Map<String, Keep> keeps, ZoneId zone, Instant now) {
    this.newestFirst =
        entries.stream()
            .sorted(Comparator.comparing(Entry::taken).thenComparing(Entry::id).reversed())
            .toList();
    this.keeps = keeps;
    this.zone = zone;
    this.now = now;
  }

  /**
   * The verdict on each copy that is there, by store and then newest first.
   *
   * @param entries all backups of one item of a plan, in any order
   * @param keeps by store; a store without one keeps everything
   * @param zone of the system, for calendar days
   */
  public static List<Verdict> decide(
      List<Entry> entries, Map<String, Keep> keeps, ZoneId zone, Instant now) {
    return new Retention(entries, keeps, zone, now).verdicts();
  }

  private List<Verdict> verdicts() {
    Set<String> stores = new TreeSet<>();
    newestFirst.forEach(entry -> stores.addAll(entry.copies().keySet()));
    stores.forEach(store -> byRules.put(store, byRules(store)));
    List<Verdict> verdicts = new ArrayList<>();
    for (String store : stores) {
      for (Entry entry : newestFirst) {
        if (entry.in(store).isThere()) {
          verdicts.add(verdict(entry, store));
        }
      }
    }
    return withChains(verdicts);
  }

  /** What stays needs all that it builds upon, in the same store, or wherever that is. */
  private List<Verdict> withChains(List<Verdict> all) {
    Map<String, Entry> byId = new HashMap<>();
    newestFirst.forEach(entry -> byId.put(entry.id(), entry));
    List<Verdict> verdicts = new ArrayList<>(all);
    boolean more = true;
    while (more) {
      Set<String> needed = new HashSet<>();
      for (Verdict kept : verdicts) {
        Entry entry = byId.get(kept.id());
        if (kept.keep() && entry != null) {
          entry.upon().forEach(id -> needed.addAll(places(byId.get(id), kept.store())));
        }
      }
      more = false;
      for (int i = 0; i < verdicts.size(); i++) {
        Verdict verdict = verdicts.get(i);
        if (!verdict.keep() && needed.contains(verdict.id() + " " + verdict.store())) {
          verdicts.set(
              i, new Verdict(verdict.id(), verdict.store(), true, List.of(Reason.BUILT_UPON)));
          more = true;
        }
      }
    }
    return verdicts;
  }

  /** The copies of a backup, as id and store, upon which another in a store relies. */
  private static Set<String> places(@Nullable Entry entry, String store) {
    if (entry == null) {
      return Set.of();
    }
    Set<String> stores = entry.goodIn(store) ? Set.of(store) : entry.copies().keySet();
    Set<String> places = new HashSet<>();
    stores.forEach(each -> places.add(entry.id() + " " + each));
    return places;
  }

  private Verdict verdict(Entry entry, String store) {
    Set<Reason> why = EnumSet.noneOf(Reason.class);
    why.addAll(ruled(store, entry));
    why.addAll(guarded(entry, store));
    if (!why.isEmpty()) {
      return new Verdict(entry.id(), store, true, List.copyOf(why));
    }
    Reason reason = entry.goodIn(store) ? Reason.EXPIRED : Reason.USELESS;
    return new Verdict(entry.id(), store, false, List.of(reason));
  }

  /** What keeps a copy whatever the rules say. */
  private Set<Reason> guarded(Entry entry, String store) {
    Set<Reason> why = EnumSet.noneOf(Reason.class);
    if (entry.held()) {
      why.add(Reason.HELD);
    }
    if (entry.taken().isAfter(now)) {
      why.add(Reason.IN_FUTURE);
    }
    if (entry.equals(newest(e -> e.goodIn(store)))) {
      why.add(Reason.LAST_GOOD);
    }
    if (entry.equals(newest(e -> e.proven() && e.goodIn(store)))) {
      why.add(Reason.LAST_PROVEN);
    }
    if (!entry.goodIn(store) && !hasNewerGood(entry, store)) {
      why.add(Reason.ONLY_COPY);
    }
    if (isAwaited(entry, store)) {
      why.add(Reason.NOT_COPIED);
    }
    return why;
  }

  private @Nullable Entry newest(java.util.function.Predicate<Entry> which) {
    return newestFirst.stream().filter(which).findFirst().orElse(null);
  }

  private boolean hasNewerGood(Entry entry, String store) {
    return newestFirst.stream()
        .takeWhile(other -> !other.equals(entry))
        .anyMatch(other -> other.goodIn(store) && !other.taken().isAfter(now));
  }

  /** Another store is to keep it and has no copy of it that was read back. */
  private boolean isAwaited(Entry entry, String store) {
    return entry.in(store) != Copy.DAMAGED
        && entry.copies().entrySet().stream()
            .filter(copy -> !copy.getKey().equals(store))
            .filter(copy -> copy.getValue() != Copy.VERIFIED && copy.getValue() != Copy.GONE)
            .anyMatch(copy -> wouldKeep(copy.getKey(), entry));
  }

  private boolean wouldKeep(String store, Entry entry) {
    Keep keep = keeps.get(store);
    return keep == null
        || !keep.limits()
        || !ruled(store, entry).isEmpty()
        || ageInDays(entry) < keep.days()
        || !hasNewerGood(entry, store);
  }

  private Set<Reason> ruled(String store, Entry entry) {
    return byRules.getOrDefault(store, Map.of()).getOrDefault(entry.id(), Set.of());
  }

  private long ageInDays(Entry entry) {
    return now.atZone(zone).toLocalDate().toEpochDay() - date(entry).toEpochDay();
  }

  private LocalDate date(Entry entry) {
    return entry.taken().atZone(zone).toLocalDate();
  }

  /** What the store's rules keep, by backup. */
  private Map<String, Set<Reason>> byRules(String store) {
    Map<String, Set<Reason>> kept = new TreeMap<>();
    Keep keep = keeps.getOrDefault(store, Keep.ALL);
    if (!keep.limits()) {
      newestFirst.forEach(entry -> add(kept, entry, Reason.NO_LIMIT));
      return kept;
    }
    List<Entry> good = newestFirst.stream().filter(entry -> entry.goodIn(store)).toList();
    good.stream()
        .filter(entry -> ageInDays(entry) < keep.days())
        .forEach(entry -> add(kept, entry, Reason.DAYS));
    good.stream().limit(keep.last()).forEach(entry -> add(kept, entry, Reason.LAST));
    good.stream().limit(keep.atLeast()).forEach(entry -> add(kept, entry, Reason.AT_LEAST));
    newestOfEach(kept, good, keep.daily(), Reason.DAILY, this::date);
    newestOfEach(kept, good, keep.weekly(), Reason.WEEKLY, entry -> week(date(entry)));
    newestOfEach(
        kept, good, keep.monthly(), Reason.MONTHLY, entry -> date(entry).withDayOfMonth(1));
    newestOfEach(kept, good, keep.yearly(), Reason.YEARLY, entry -> date(entry).getYear());
    return kept;
  }

  private static int week(LocalDate date) {
    return date.get(IsoFields.WEEK_BASED_YEAR) * 100 + date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static void newestOfEach(
      Map<String, Set<Reason>> kept,
      List<Entry> good,
      int count,
      Reason reason,
      Function<Entry, Object> period) {
    Set<Object> seen = new HashSet<>();
    for (Entry entry : good) {
      if (seen.size() < count && seen.add(period.apply(entry))) {
        add(kept, entry, reason);
      }
    }
  }

  private static void add(Map<String, Set<Reason>> kept, Entry entry, Reason reason) {
    kept.computeIfAbsent(entry.id(), _ -> EnumSet.noneOf(Reason.class)).add(reason);
  }
}
