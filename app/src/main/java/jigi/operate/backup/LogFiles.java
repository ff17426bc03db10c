package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.base.kernel.CrashPoint;
import jigi.operate.backup.LogRepository.LogFile;
import jigi.operate.backup.seal.OpeningInput;
import jigi.operate.backup.seal.SealingOutput;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.store.Store;
import org.jspecify.annotations.Nullable;

/** Brings files of a log into the stores of their plan, and back. */
final class LogFiles {
  private static final CrashPoint STORED = CrashPoint.named("backup.log-stored");

  private final Workshop shop;
  private final LogRepository files = new LogRepository();

  LogFiles(Workshop shop) {
    this.shop = shop;
  }

  /** Where a file of a log lies in a store. */
  static String path(Plan plan, String name) {
    return "log/" + plan.system() + "/" + plan.name() + "/" + name;
  }

  /**
   * Stores a received file wherever it is not stored yet, and reads it back.
   *
   * @param gap whether something is missing before it
   * @return what is stored of it now; in all stores of the plan when no exception is thrown
   */
  LogFile store(Plan plan, String name, Path file, boolean gap)
      throws BackupException, InterruptedException {
    LogFile before = shop.around().store().read(handle -> files.find(handle, plan, name));
    TreeSet<String> done = new TreeSet<>(before == null ? List.of() : before.stores());
    LogFile now = before;
    BackupException failed = null;
    for (Map.Entry<String, Store> one : shop.stores(plan).entrySet()) {
      if (done.contains(one.getKey())) {
        continue;
      }
      try {
        Sums sums = onPlatformThread(() -> copy(plan, name, file, one.getValue()));
        STORED.pass();
        done.add(one.getKey());
        LogFile next =
            new LogFile(name, sums.plainBytes(), sums.plainSha256(), done, gap, shop.now());
        shop.around().store().change(tx -> files.put(tx.handle(), plan, next));
        now = next;
      } catch (IOException e) {
        failed = BackupException.of(e);
      }
    }
    if (failed != null || now == null) {
      throw failed == null ? new BackupException("not-stored", "the plan has no store") : failed;
    }
    return now;
  }

  /** What reads or writes. */
  private interface Work {
    Sums execute() throws IOException, BackupException, InterruptedException;
  }

  /** Compression is native and would hold the carrier of a virtual thread. */
  private static Sums onPlatformThread(Work work)
      throws IOException, BackupException, InterruptedException {
    FutureTask<Sums> task = new FutureTask<>(work::execute);
    Thread thread = Thread.ofPlatform().name("backup log").daemon().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case BackupException said -> throw said;
        case InterruptedException stopped -> throw stopped;
        case null, default -> throw new IllegalStateException("a log cannot be stored", e);
      }
    }
  }

  private Sums copy(Plan plan, String name, Path file, Store store)
      throws IOException, BackupException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(plan, name, in, store, null);
    }
  }

  /**
   * @param wanted the checksum that it must have; null for what is stored the first time
   */
  private Sums copy(Plan plan, String name, InputStream in, Store store, @Nullable String wanted)
      throws IOException, BackupException, InterruptedException {
    String path = path(plan, name);
    // What lies there and is not in the catalogue was stored by a Jigi that died before it said so.
    store.delete(path);
    Sums sums;
    try (Fan fan = new Fan()) {
      fan.add("one", store.begin(path));
      try (SealingOutput out = shop.seal(plan).to(fan)) {
        in.transferTo(out);
        sums = out.finish();
      }
      requireSame(name, sums, wanted);
      fan.commit();
    }
    try (InputStream stored = store.read(path, 0);
        OpeningInput open = shop.seal(plan).from(stored, sums)) {
      open.finish();
    }
    return sums;
  }

  private static void requireSame(String name, Sums sums, @Nullable String wanted)
      throws BackupException {
    if (wanted != null && !sums.plainSha256().equals(wanted)) {
      throw new BackupException(
          "seal-damaged", "the log " + name + " is not the one that was stored");
    }
  }

  /** Reads what a store has of a file, all of it. */
  void read(Plan plan, LogFile file, Store store)
      throws IOException, BackupException, InterruptedException {
    Sums sums =
        onPlatformThread(
            () -> {
              try (InputStream stored = store.read(path(plan, file.name()), 0);
                  OpeningInput open = shop.seal(plan).from(stored)) {
                return open.finish();
              }
            });
    requireSame(file.name(), sums, file.sha256());
  }

  /** Stores what another store has of a file, and reads it back. */
  void again(Plan plan, LogFile file, Store from, Store to)
      throws IOException, BackupException, InterruptedException {
    onPlatformThread(
        () -> {
          try (InputStream stored = from.read(path(plan, file.name()), 0);
              OpeningInput open = shop.seal(plan).from(stored)) {
            return copy(plan, file.name(), open, to, file.sha256());
          }
        });
  }

  /** The files that a restore of a backup needs, up to the first gap. */
  List<LogFile> chain(Plan plan, Continuous source, Contents backup) {
    List<LogFile> all =
        shop.around().store().read(handle -> files.from(handle, plan, "")).stream()
            .dropWhile(file -> !source.begins(backup, file.name()))
            .toList();
    List<LogFile> chain = new ArrayList<>();
    LogFile before = null;
    for (LogFile file : all) {
      boolean gap =
          before != null
              && (file.gap() || !source.follows(before.name(), file.name(), before.bytes()));
      if (gap || file.stores().isEmpty()) {
        break;
      }
      chain.add(file);
      before = source.end(file.name(), file.bytes()) == null ? before : file;
    }
    return chain;
  }

  /** Whether the stored log goes on without a gap from one backup to another. */
  boolean joins(Plan plan, @Nullable Contents from, Contents to) {
    return from != null
        && plan.source() instanceof Continuous source
        && chain(plan, source, from).stream().anyMatch(file -> source.begins(to, file.name()));
  }

  /** For a restore: what came after a backup. */
  Continuous.Logs of(Plan plan, Continuous source, Contents backup) {
    List<LogFile> chain = chain(plan, source, backup);
    LogFile last = shop.around().store().read(handle -> files.last(handle, plan));
    boolean gap = last != null && chain.stream().noneMatch(file -> file.name().equals(last.name()));
    return new Continuous.Logs() {
      @Override
      public List<String> names() {
        return chain.stream().map(LogFile::name).toList();
      }

      @Override
      public boolean gapFollows() {
        return gap;
      }

      @Override
      public void fetch(String name, Path target) throws BackupException, InterruptedException {
        LogFile file =
            chain.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        LogFiles.this.fetch(plan, file, target);
      }
    };
  }

  /** From the first store that gives it whole. */
  private void fetch(Plan plan, LogFile file, Path target)
      throws BackupException, InterruptedException {
    BackupException last =
        new BackupException("log-missing", "no store has the log " + file.name());
    for (Map.Entry<String, Store> one : shop.stores(plan).entrySet()) {
      if (!file.stores().contains(one.getKey())) {
        continue;
      }
      try {
        fetch(plan, file, one.getValue(), target);
        return;
      } catch (IOException e) {
        BackupException said = BackupException.of(e);
        last = new BackupException(said.code(), "the log " + file.name() + ": " + said.fact(), e);
      }
    }
    throw last;
  }

  private void fetch(Plan plan, LogFile file, Store store, Path target)
      throws IOException, BackupException, InterruptedException {
    Files.deleteIfExists(target);
    Files.createFile(
        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (InputStream stored = store.read(path(plan, file.name()), 0);
        OpeningInput open = shop.seal(plan).from(stored);
        OutputStream out = Files.newOutputStream(target)) {
      open.transferTo(out);
      requireSame(file.name(), open.finish(), file.sha256());
    }
  }

  LogRepository files() {
    return files;
  }
}
