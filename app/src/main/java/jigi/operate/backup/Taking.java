package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.operate.backup.seal.SealingOutput;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Dump;
import jigi.operate.backup.source.Incremental;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Makes backups of everything that a plan names: dumps, seals and stores in one stream, and
 * measures the same instant meanwhile. What it leaves is stored and not yet good.
 */
final class Taking {
  private static final CrashPoint BEGUN = CrashPoint.named("backup.begun");
  private static final CrashPoint DUMPING = CrashPoint.named("backup.dumping");
  private static final CrashPoint BEFORE_COMMIT = CrashPoint.named("backup.before-commit");
  private static final CrashPoint AFTER_COMMIT = CrashPoint.named("backup.after-commit");
  private static final CrashPoint RECORDED = CrashPoint.named("backup.recorded");
  private static final int CHUNK = 128 * 1024;

  private final Workshop shop;

  Taking(Workshop shop) {
    this.shop = shop;
  }

  /** Whose backup is made: stable when the same attempt is repeated after a crash. */
  record Attempt(String run, String id) {}

  /** Makes one backup per item, and says what was stored. */
  String take(Plan plan, Attempt attempt) throws BackupException, InterruptedException {
    Map<String, Store> stores = shop.stores(plan);
    List<String> done = cleanUp(plan, attempt, stores);
    List<String> said = new ArrayList<>();
    List<String> items = plan.source().items(shop.tools(plan));
    if (items.isEmpty()) {
      throw new BackupException("nothing-to-back-up", "the source has nothing to back up");
    }
    BackupException first = null;
    for (String item : items) {
      if (done.contains(item)) {
        continue;
      }
      try {
        said.add(one(plan, attempt, item, stores));
      } catch (BackupException e) {
        said.add(item + ": " + e.fact());
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw new BackupException(first.code(), String.join("\n", said), first);
    }
    return String.join("\n", said);
  }

  /**
   * After a death of Jigi: what the same attempt has stored whole stays, anything else of it goes.
   *
   * @return the items that are stored
   */
  private List<String> cleanUp(Plan plan, Attempt attempt, Map<String, Store> stores)
      throws BackupException, InterruptedException {
    List<String> done = new ArrayList<>();
    List<Backup> before =
        shop.around().store().read(handle -> shop.catalogue().ofRun(handle, attempt.run()));
    for (Backup backup : before) {
      boolean same = backup.attempt().equals(attempt.id());
      if (same && backup.state() == Backup.State.STORED) {
        done.add(backup.of().item());
      } else if (backup.state() == Backup.State.RUNNING) {
        remove(backup, stores);
        fail(plan, backup, new BackupException("interrupted", "Jigi stopped while it was made"));
      }
    }
    Instant now = shop.now();
    for (Store store : stores.values()) {
      try {
        store.sweep(now);
      } catch (StoreException e) {
        continue; // what is wrong with the store is said when the backup is written into it
      }
    }
    return done;
  }

  private static void remove(Backup backup, Map<String, Store> stores)
      throws BackupException, InterruptedException {
    for (Store store : stores.values()) {
      try {
        store.delete(backup.name());
      } catch (StoreException e) {
        throw BackupException.of(e);
      }
    }
  }

  private String one(Plan plan, Attempt attempt, String item, Map<String, Store> stores)
      throws BackupException, InterruptedException {
    Backup backup = begin(plan, attempt, item);
    BEGUN.pass();
    try (Dump dump = dump(plan, backup)) {
      DUMPING.pass();
      return store(plan, backup, dump, stores);
    } catch (BackupException e) {
      fail(plan, backup, e);
      throw e;
    } catch (IOException e) {
      BackupException named = BackupException.of(e);
      fail(plan, backup, named);
      throw named;
    } finally {
      shop.progress().remove(backup.id());
    }
  }

  private Dump dump(Plan plan, Backup backup) throws BackupException, InterruptedException {
    String item = backup.of().item();
    return plan.source() instanceof Incremental source && source.increments() > 0
        ? source.dump(item, new Copies(shop).next(plan, backup, source), shop.tools(plan))
        : plan.source().dump(item, shop.tools(plan));
  }

  private Backup begin(Plan plan, Attempt attempt, String item) {
    Instant now = shop.now();
    String name = name(plan, item, now);
    Backup backup =
        new Backup(
            Ids.next(now),
            new Backup.Of(plan.system(), plan.name(), plan.source().kind(), item),
            attempt.run(),
            attempt.id(),
            name,
            Backup.State.RUNNING,
            new Backup.Times(now, null, null),
            null,
            new Backup.Form(
                plan.form().compression().name().toLowerCase(java.util.Locale.ROOT),
                plan.form().encryption().name(),
                0),
            null,
            null,
            null,
            List.of());
    shop.around().store().change(tx -> shop.catalogue().begin(tx.handle(), backup));
    Long before = bytesBefore(backup.of());
    shop.progress()
        .put(
            backup.id(),
            shop.meters().begin(attempt.run(), Progress.Stage.DUMP, item, before, true));
    return backup;
  }

  /** What the newest good one of the same had; null for none. */
  private @Nullable Long bytesBefore(Backup.Of of) {
    return shop.around().store().read(handle -> shop.catalogue().good(handle, of, 1)).stream()
        .map(Backup::sums)
        .filter(Objects::nonNull)
        .map(sums -> Objects.requireNonNull(sums).plainBytes())
        .findFirst()
        .orElse(null);
  }

  /** Two within what the pattern tells apart are counted: a backup never replaces another. */
  private String name(Plan plan, String item, Instant now) {
    String name =
        plan.form()
            .file()
            .of(new FileName.Of(plan.system(), plan.name(), item, now, plan.calendar().zone()));
    String free = name;
    for (int i = 2; isTaken(free); i++) {
      int dot = name.lastIndexOf('/') < name.lastIndexOf('.') ? name.lastIndexOf('.') : -1;
      free = dot < 0 ? name + "_" + i : name.substring(0, dot) + "_" + i + name.substring(dot);
    }
    return free;
  }

  private boolean isTaken(String name) {
    return shop.around().store().read(handle -> shop.catalogue().knows(handle, name));
  }

  private String store(Plan plan, Backup backup, Dump dump, Map<String, Store> stores)
      throws BackupException, IOException, InterruptedException {
    try (Fan fan = fan(backup.name(), stores)) {
      FutureTask<Sums> copy = new FutureTask<>(() -> copied(plan, backup, dump, fan));
      Thread thread = Thread.ofPlatform().name("backup " + plan.name()).start(copy);
      Contents contents;
      Sums sums;
      try {
        contents = dump.contents();
        sums = copy.get();
        dump.finish();
      } catch (ExecutionException e) {
        throw cause(e, dump);
      } catch (BackupException e) {
        throw broken(copy, e);
      } catch (InterruptedException e) {
        // Whoever cancels does not wait for a store that hangs.
        thread.interrupt();
        throw e;
      } finally {
        // A dump that is killed is at its end: the copying thread never outlives this.
        dump.close();
        joinWhateverComes(thread);
      }
      BEFORE_COMMIT.pass();
      fan.commit();
      AFTER_COMMIT.pass();
      record(backup, dump.taken(), sums, contents, fan, stores);
      RECORDED.pass();
      return said(backup, sums, contents, fan);
    }
  }

  /** Nobody waits for a dump whose bytes nobody takes any more. */
  private Sums copied(Plan plan, Backup backup, Dump dump, Fan fan)
      throws IOException, BackupException {
    try {
      return copy(plan, backup, dump.bytes(), fan);
    } catch (IOException | BackupException | RuntimeException e) {
      dump.abort();
      throw e;
    }
  }

  /** A dump that was aborted ended badly because of its stream. */
  private static BackupException broken(FutureTask<Sums> copy, BackupException said) {
    boolean first = copy.state() == FutureTask.State.FAILED;
    return first && copy.exceptionNow() instanceof IOException io ? BackupException.of(io) : said;
  }

  /** Why the stream ended is what whoever dumped says, if it says anything. */
  private static BackupException cause(ExecutionException e, Dump dump)
      throws BackupException, InterruptedException {
    if (e.getCause() instanceof IOException io) {
      return BackupException.of(io);
    }
    dump.finish();
    if (e.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    throw new IllegalStateException("a dump could not be stored", e.getCause());
  }

  private static void joinWhateverComes(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Fan fan(String name, Map<String, Store> stores)
      throws IOException, InterruptedException {
    Fan fan = new Fan();
    IOException last = null;
    for (Map.Entry<String, Store> store : stores.entrySet()) {
      try {
        fan.add(store.getKey(), store.getValue().begin(name));
      } catch (IOException e) {
        last = e;
        fan.failed(store.getKey(), e);
      }
    }
    if (last != null && fan.failures().size() == stores.size()) {
      throw last;
    }
    return fan;
  }

  private Sums copy(Plan plan, Backup backup, InputStream bytes, Fan fan)
      throws IOException, BackupException {
    AtomicLong read = shop.progress().getOrDefault(backup.id(), new AtomicLong());
    byte[] buffer = new byte[CHUNK];
    try (SealingOutput sealing = shop.seal(plan).to(fan)) {
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        sealing.write(buffer, 0, n);
        read.addAndGet(n);
      }
      return sealing.finish();
    }
  }

  private void record(
      Backup backup,
      Instant taken,
      Sums sums,
      Contents contents,
      Fan fan,
      Map<String, Store> stores) {
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue().stored(tx.handle(), backup.id(), taken, shop.now(), sums, contents);
              for (Map.Entry<String, Store> store : stores.entrySet()) {
                IOException failure = fan.failures().get(store.getKey());
                shop.catalogue()
                    .copy(
                        tx.handle(),
                        backup.id(),
                        new Backup.Copy(
                            store.getKey(),
                            store.getValue().where(),
                            failure == null ? Backup.CopyState.STORED : Backup.CopyState.FAILED,
                            null,
                            failure == null ? null : fault(BackupException.of(failure))));
              }
            });
  }

  private static String said(Backup backup, Sums sums, Contents contents, Fan fan) {
    StringBuilder text = new StringBuilder();
    text.append(backup.of().item())
        .append(": ")
        .append(contents.tables())
        .append(" tables, ")
        .append(contents.rows())
        .append(" rows, ")
        .append(sums.plainBytes())
        .append(" bytes stored in ")
        .append(sums.storedBytes())
        .append(" as ")
        .append(backup.name())
        .append(contents.increment() == 0 ? "" : ", increment " + contents.increment());
    fan.failures()
        .forEach(
            (store, why) ->
                text.append("; not in ")
                    .append(store)
                    .append(": ")
                    .append(BackupException.of(why).fact()));
    return text.toString();
  }

  static Backup.Fault fault(BackupException e) {
    return new Backup.Fault(e.code(), e.fact());
  }

  private void fail(Plan plan, Backup backup, BackupException why) {
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue().failed(tx.handle(), backup.id(), shop.now(), fault(why));
              shop.around()
                  .journal()
                  .append(
                      tx,
                      shop.event(BackupEvents.FAILED, plan, backup, backup.run())
                          .with("code", why.code())
                          .with("said", why.fact()));
            });
  }
}
