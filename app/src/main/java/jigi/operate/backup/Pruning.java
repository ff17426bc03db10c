package jigi.operate.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.retention.Entry;
import jigi.operate.backup.retention.Retention;
import jigi.operate.backup.retention.Verdict;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Lets go of what the plan's rules keep no longer, after a backup was found good. */
final class Pruning {
  private static final CrashPoint BEFORE_DELETE = CrashPoint.named("backup.before-delete");
  private static final CrashPoint AFTER_DELETE = CrashPoint.named("backup.after-delete");

  private final Workshop shop;

  Pruning(Workshop shop) {
    this.shop = shop;
  }

  /** What would become of every copy that is there, with the reasons. */
  List<Verdict> verdicts(Plan plan) {
    Set<String> proven =
        shop.around()
            .store()
            .read(handle -> shop.catalogue().proven(handle, plan.system(), plan.name()));
    Set<String> stay = new HashSet<>(shop.awaited(plan.system()));
    stay.addAll(shop.around().store().read(new HoldRepository()::all).keySet());
    Map<String, List<Entry>> byItem = new TreeMap<>();
    for (Backup backup : backups(plan)) {
      byItem
          .computeIfAbsent(backup.of().item(), _ -> new ArrayList<>())
          .add(
              entry(
                  backup, proven.contains(backup.id()), stay.contains(backup.id()), upon(backup)));
    }
    List<Verdict> all = new ArrayList<>();
    for (List<Entry> entries : byItem.values()) {
      all.addAll(
          Retention.decide(entries, plan.goals().keep(), plan.calendar().zone(), shop.now()));
    }
    return all;
  }

  private List<Backup> backups(Plan plan) {
    return shop.around()
        .store()
        .read(handle -> shop.catalogue().kept(handle, plan.system(), plan.name()));
  }

  private Set<String> upon(Backup backup) {
    Contents contents =
        backup.form().increment() == 0
            ? null
            : shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
    return contents == null ? Set.of() : Set.copyOf(contents.named(Contents.UPON));
  }

  private static Entry entry(Backup backup, boolean proven, boolean held, Set<String> upon) {
    Map<String, Entry.Copy> copies = new HashMap<>();
    for (Backup.Copy copy : backup.copies()) {
      copies.put(
          copy.store(),
          switch (copy.state()) {
            case STORED, UNREAD -> Entry.Copy.UNVERIFIED;
            case VERIFIED -> Entry.Copy.VERIFIED;
            case DAMAGED -> Entry.Copy.DAMAGED;
            // What another store was to have is not let go here, as long as it is worth having.
            case FAILED -> backup.isGood() ? Entry.Copy.WANTED : Entry.Copy.GONE;
            case DELETED -> Entry.Copy.GONE;
          });
    }
    Instant taken = backup.at().taken();
    return new Entry(
        backup.id(),
        taken == null ? backup.at().started() : taken,
        backup.isGood(),
        proven,
        held,
        upon,
        copies);
  }

  /** Deletes, and says what; a store that does not let go is said and tried again next time. */
  List<String> prune(Plan plan, String run) throws BackupException, InterruptedException {
    Map<String, Store> stores = shop.stores(plan);
    Map<String, Backup> byId = new HashMap<>();
    backups(plan).forEach(backup -> byId.put(backup.id(), backup));
    List<String> said = new ArrayList<>();
    for (Verdict verdict : verdicts(plan)) {
      Backup backup = byId.get(verdict.id());
      Store store = stores.get(verdict.store());
      if (!verdict.keep() && backup != null && store != null) {
        said.add(delete(plan, backup, verdict.store(), store, run));
      }
    }
    pruneLog(plan, stores, said);
    return said;
  }

  /** What no backup needs any more that a store has. */
  private void pruneLog(Plan plan, Map<String, Store> stores, List<String> said)
      throws BackupException, InterruptedException {
    if (!(plan.source() instanceof Continuous source)) {
      return;
    }
    LogRepository files = new LogRepository();
    for (Map.Entry<String, Store> one : stores.entrySet()) {
      String oldest = oldestLog(plan, source, one.getKey());
      if (oldest == null) {
        continue;
      }
      int count = 0;
      for (LogRepository.LogFile file :
          shop.around().store().read(handle -> files.before(handle, plan, oldest))) {
        if (file.stores().contains(one.getKey())) {
          count += removed(plan, file, one.getKey(), one.getValue(), files);
        }
      }
      if (count > 0) {
        said.add(count + " files of the log in " + one.getKey() + " removed");
      }
    }
  }

  /** Of the oldest good backup in a store; null when it has none. */
  private @Nullable String oldestLog(Plan plan, Continuous source, String store) {
    String oldest = null;
    LogRepository files = new LogRepository();
    List<String> logs =
        shop.around().store().read(handle -> files.from(handle, plan, "")).stream()
            .map(LogRepository.LogFile::name)
            .toList();
    for (Backup backup : backups(plan)) {
      boolean there =
          backup.isGood()
              && backup.copies().stream()
                  .anyMatch(copy -> copy.store().equals(store) && copy.state().usable());
      Contents contents =
          there
              ? shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()))
              : null;
      if (contents != null) {
        String first =
            logs.stream().filter(l -> source.begins(contents, l)).findFirst().orElse(null);
        oldest = first != null && (oldest == null || first.compareTo(oldest) < 0) ? first : oldest;
      }
    }
    return oldest;
  }

  private int removed(
      Plan plan, LogRepository.LogFile file, String name, Store store, LogRepository files)
      throws InterruptedException {
    try {
      store.delete(LogFiles.path(plan, file.name()));
    } catch (StoreException e) {
      return 0; // tried again after the next backup
    }
    TreeSet<String> left = new TreeSet<>(file.stores());
    left.remove(name);
    shop.around()
        .store()
        .change(
            tx -> {
              files.forget(tx.handle(), plan, file.name());
              if (!left.isEmpty()) {
                files.put(tx.handle(), plan, file.in(left));
              }
            });
    return 1;
  }

  /** The manifest goes first: a file without one counts for nothing. */
  private String delete(Plan plan, Backup backup, String name, Store store, String run)
      throws InterruptedException {
    try {
      BEFORE_DELETE.pass();
      store.delete(backup.name() + Manifest.SUFFIX);
      store.delete(backup.name());
      AFTER_DELETE.pass();
    } catch (StoreException e) {
      return backup.name() + " in " + name + " could not be removed: " + e.fact();
    }
    Backup.Copy before =
        backup.copies().stream()
            .filter(copy -> copy.store().equals(name))
            .findFirst()
            .orElseThrow();
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue()
                  .copy(
                      tx.handle(),
                      backup.id(),
                      new Backup.Copy(
                          name,
                          before.place(),
                          Backup.CopyState.DELETED,
                          before.checked(),
                          before.fault()));
              shop.around()
                  .journal()
                  .append(
                      tx, shop.event(BackupEvents.PRUNED, plan, backup, run).with("store", name));
            });
    return backup.name() + " in " + name + " removed by the rules of the plan";
  }
}
