package jigi.operate.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a calendar day in the system's zone.
 *
 * @param backup the one that people look at: the last good one, else the last; null for none
 */
public record BackupDay(LocalDate date, State state, @Nullable Backup backup) {
  /** How the day stands; the worst item of the plan decides. */
  public enum State {
    /** A good backup of every item is there, and a copy of it can be restored. */
    GOOD,
    /** One was tried, and an item has none that is good. */
    FAILED,
    /** One was due, and nothing was tried. */
    MISSING,
    /** There were good ones, and the rules have removed them. */
    REMOVED,
    /** Nothing was due, or the day is older than what is known. */
    NONE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whole weeks are not made up here: the days as they come, oldest first, the last one is today.
   *
   * @param backups of the plan, newest first
   * @param due whether one was to be made on that day, and its time has come
   */
  static List<BackupDay> of(
      List<Backup> backups, Predicate<LocalDate> due, ZoneId zone, Instant now, int days) {
    Set<String> items = new TreeSet<>();
    backups.forEach(backup -> items.add(backup.of().item()));
    LocalDate today = now.atZone(zone).toLocalDate();
    List<BackupDay> all = new ArrayList<>();
    for (LocalDate date = today.minusDays(days - 1L);
        !date.isAfter(today);
        date = date.plusDays(1)) {
      LocalDate day = date;
      List<Backup> those =
          backups.stream()
              .filter(backup -> backup.at().started().atZone(zone).toLocalDate().equals(day))
              .filter(backup -> backup.state() != Backup.State.RUNNING)
              .toList();
      Backup shown =
          those.stream()
              .filter(Backup::isGood)
              .findFirst()
              .orElse(those.isEmpty() ? null : those.getFirst());
      all.add(new BackupDay(day, state(those, items, due.test(day)), shown));
    }
    return all;
  }

  private static State state(List<Backup> those, Set<String> items, boolean due) {
    if (those.isEmpty()) {
      return due ? State.MISSING : State.NONE;
    }
    Set<String> good = new TreeSet<>();
    Set<String> usable = new TreeSet<>();
    for (Backup backup : those) {
      if (backup.isGood()) {
        good.add(backup.of().item());
        if (backup.isUsable()) {
          usable.add(backup.of().item());
        }
      }
    }
    if (usable.containsAll(items)) {
      return State.GOOD;
    }
    return good.containsAll(items) ? removedOrDamaged(those) : State.FAILED;
  }

  private static State removedOrDamaged(List<Backup> those) {
    boolean damaged =
        those.stream()
            .flatMap(backup -> backup.copies().stream())
            .anyMatch(copy -> copy.state() == Backup.CopyState.DAMAGED);
    return damaged ? State.FAILED : State.REMOVED;
  }
}
