package jigi.operate.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import jigi.operate.backup.LogRepository.LogFile;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stored files of a log again: each is whole in every store of its plan, and what one has
 * lost is stored anew from another.
 */
final class LogChecking {
  /** What says that the bytes are not there any more, and not that they cannot be had now. */
  private static final Set<String> GONE =
      Set.of("store-absent", "seal-damaged", "seal-truncated", "seal-other-format");

  private final Workshop shop;
  private final LogFiles files;
  private final Plan plan;
  private final String run;
  private final Map<String, Store> stores;
  private final List<String> said = new ArrayList<>();
  private @Nullable BackupException first;
  private boolean lost;

  LogChecking(Workshop shop, Plan plan, String run) throws BackupException {
    this.shop = shop;
    this.files = new LogFiles(shop);
    this.plan = plan;
    this.run = run;
    this.stores = shop.stores(plan);
  }

  /**
   * What was seen.
   *
   * @param lost whether a file has lost its last whole copy
   * @param first of what went wrong; null for nothing
   */
  record Seen(List<String> said, boolean lost, @Nullable BackupException first) {}

  Seen check() throws InterruptedException {
    List<LogFile> all = shop.around().store().read(handle -> files.files().from(handle, plan, ""));
    for (LogFile file : all) {
      LogFile whole = read(file);
      if (!whole.stores().isEmpty()) {
        heal(whole);
      } else if (file.stores().isEmpty()) {
        wrong(new BackupException("log-missing", "no store has the log " + file.name()));
      } else {
        lost = true;
      }
    }
    if (!all.isEmpty() && first == null) {
      said.add(all.size() + " files of the log read back, all as they were stored");
    }
    return new Seen(said, lost, first);
  }

  private void wrong(BackupException fault) {
    first = first == null ? fault : first;
    said.add(fault.fact());
  }

  /** What is left of it: a copy that cannot be read now may be whole, and is not given up. */
  private LogFile read(LogFile file) throws InterruptedException {
    LogFile left = file;
    for (String name : file.stores()) {
      Store store = stores.get(name);
      if (store == null) {
        continue;
      }
      BackupException fault = fault(file, store);
      if (fault != null) {
        String where = "the log " + file.name() + " in " + name + ": ";
        wrong(new BackupException(fault.code(), where + fault.fact(), fault));
      }
      if (fault != null && GONE.contains(fault.code())) {
        TreeSet<String> others = new TreeSet<>(left.stores());
        others.remove(name);
        left = left.in(others);
        record(left, name, fault);
      }
    }
    return left;
  }

  private @Nullable BackupException fault(LogFile file, Store store) throws InterruptedException {
    try {
      files.read(plan, file, store);
      return null;
    } catch (IOException e) {
      return BackupException.of(e);
    } catch (BackupException e) {
      return e;
    }
  }

  private void record(LogFile left, String store, BackupException fault) {
    shop.around()
        .store()
        .change(
            tx -> {
              files.files().put(tx.handle(), plan, left);
              shop.around()
                  .journal()
                  .append(
                      tx,
                      shop.event(BackupEvents.DAMAGED, plan, run)
                          .with("item", "log")
                          .with("name", left.name())
                          .with("backup", "")
                          .with("store", store)
                          .with("code", fault.code())
                          .with("said", fault.fact()));
            });
  }

  private void heal(LogFile whole) throws InterruptedException {
    TreeSet<String> has = new TreeSet<>(whole.stores());
    Store from = has.stream().map(stores::get).filter(Objects::nonNull).findFirst().orElse(null);
    for (Map.Entry<String, Store> one : stores.entrySet()) {
      if (from == null || has.contains(one.getKey())) {
        continue;
      }
      try {
        files.again(plan, whole, from, one.getValue());
        has.add(one.getKey());
        LogFile healed = whole.in(has);
        shop.around().store().change(tx -> files.files().put(tx.handle(), plan, healed));
        said.add("the log " + whole.name() + " in " + one.getKey() + " stored anew");
      } catch (IOException e) {
        wrong(BackupException.of(e));
      } catch (BackupException e) {
        wrong(e);
      }
    }
  }
}
