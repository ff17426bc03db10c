package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.store.Tx;
import jigi.operate.backup.seal.OpeningInput;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored backups back: every stored byte, every byte of plaintext, and the whole dump as
 * whoever would restore it. Only what has passed gets its manifest and is good.
 */
final class Checking {
  private static final CrashPoint READ_BACK = CrashPoint.named("backup.read-back");
  private static final CrashPoint SIGNED = CrashPoint.named("backup.manifest-written");

  /** What a store says when the fault is not that of the bytes. */
  static final Set<String> UNREAD =
      Set.of(
          "store-denied",
          "store-no-place",
          "store-unreachable",
          "store-clock",
          "store-refused",
          "seal-wrong-key",
          "secret-missing",
          "program-missing");

  private final Workshop shop;

  Checking(Workshop shop) {
    this.shop = shop;
  }

  /** Of one copy: null when it is whole. */
  private record Judged(String store, @Nullable BackupException fault) {}

  /**
   * Checks all copies of a backup.
   *
   * @return what was seen
   * @throws BackupException when no copy is whole, or one of them is not
   */
  String check(Plan plan, Backup backup, String run) throws BackupException, InterruptedException {
    Sums sums = backup.sums();
    Contents contents =
        shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
    if (sums == null || contents == null) {
      throw new BackupException(
          "not-stored", "the backup was never stored (" + backup.name() + ")");
    }
    Map<String, Store> stores = shop.stores(plan);
    List<Judged> all = new ArrayList<>();
    for (Backup.Copy copy : backup.copies()) {
      Store store = stores.get(copy.store());
      if (copy.state().there()) {
        all.add(new Judged(copy.store(), fault(plan, backup, contents, store, run)));
      }
    }
    READ_BACK.pass();
    record(plan, backup, all, run);
    return said(backup, sums, all);
  }

  private @Nullable BackupException fault(
      Plan plan, Backup backup, Contents contents, @Nullable Store store, String run)
      throws InterruptedException {
    try {
      if (store == null) {
        throw new BackupException("store-refused", "the manual does not name the store any more");
      }
      readBack(plan, backup, store, run);
      new Copies(shop).requireUpon(plan, contents);
      manifest(backup, contents, store);
      return null;
    } catch (BackupException e) {
      return e;
    }
  }

  /** Reads all of it. */
  private void readBack(Plan plan, Backup backup, Store store, String run)
      throws BackupException, InterruptedException {
    Sums sums = Objects.requireNonNull(backup.sums());
    AtomicLong done =
        shop.meters().begin(run, Progress.Stage.CHECK, backup.name(), sums.plainBytes(), false);
    try (InputStream stored = store.read(backup.name(), 0);
        OpeningInput open = shop.seal(plan).from(stored, sums)) {
      plan.source().check(Meters.counting(open, done), shop.tools(plan));
      open.finish();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  /** Written the first time, compared later. */
  private void manifest(Backup backup, Contents contents, Store store)
      throws BackupException, InterruptedException {
    Manifest ours = manifest(backup, contents);
    String name = backup.name() + Manifest.SUFFIX;
    try {
      if (store.list(name).stream().noneMatch(stored -> stored.name().equals(name))) {
        if (backup.isGood()) {
          throw new BackupException("manifest-missing", "the manifest is gone (" + name + ")");
        }
        write(store, name, ours.signed(shop.key()));
        SIGNED.pass();
        return;
      }
      if (!read(store, name, shop.key()).equals(ours)) {
        throw new BackupException(
            "manifest-other", "the manifest is not the one of this backup (" + name + ")");
      }
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  static Manifest read(Store store, String name, byte[] key)
      throws IOException, BackupException, InterruptedException {
    try (InputStream in = store.read(name, 0)) {
      return Manifest.read(in.readAllBytes(), key);
    }
  }

  private static void write(Store store, String name, byte[] bytes)
      throws IOException, InterruptedException {
    try (Upload upload = store.begin(name)) {
      OutputStream out = upload.out();
      out.write(bytes);
      upload.commit();
    }
  }

  static Manifest manifest(Backup backup, Contents contents) {
    return new Manifest(
        Manifest.VERSION,
        backup.id(),
        backup.of().system(),
        backup.of().plan(),
        backup.of().kind(),
        backup.of().item(),
        backup.name(),
        Ids.micros(Objects.requireNonNull(backup.at().taken())),
        backup.form().compress(),
        backup.form().encrypt(),
        Objects.requireNonNull(backup.sums()),
        contents);
  }

  private void record(Plan plan, Backup backup, List<Judged> all, String run) {
    Instant now = shop.now();
    boolean whole = all.stream().anyMatch(judged -> judged.fault() == null);
    String unusual =
        backup.isGood() ? backup.unusual() : whole ? new Unusual(shop).of(backup) : null;
    shop.around()
        .store()
        .change(
            tx -> {
              all.forEach(judged -> record(tx, plan, backup, judged, now, run));
              if (whole && !backup.isGood()) {
                shop.catalogue().good(tx.handle(), backup.id(), now, unusual);
                append(tx, plan, backup, unusual, run);
              } else if (!whole && !backup.isGood()) {
                BackupException why = first(all);
                shop.catalogue().failed(tx.handle(), backup.id(), now, Taking.fault(why));
                shop.around()
                    .journal()
                    .append(
                        tx,
                        shop.event(BackupEvents.FAILED, plan, backup, run)
                            .with("code", why.code())
                            .with("said", why.fact()));
              }
            });
  }

  private void append(Tx tx, Plan plan, Backup backup, @Nullable String unusual, String run) {
    Sums sums = Objects.requireNonNull(backup.sums());
    shop.around()
        .journal()
        .append(
            tx,
            shop.event(BackupEvents.GOOD, plan, backup, run)
                .with("bytes", sums.storedBytes())
                .with("rows", backup.rows() == null ? "" : backup.rows()));
    if (unusual != null) {
      shop.around()
          .journal()
          .append(tx, shop.event(BackupEvents.UNUSUAL, plan, backup, run).with("why", unusual));
    }
  }

  private void record(Tx tx, Plan plan, Backup backup, Judged judged, Instant now, String run) {
    Backup.Copy before =
        backup.copies().stream()
            .filter(copy -> copy.store().equals(judged.store()))
            .findFirst()
            .orElseThrow();
    BackupException fault = judged.fault();
    shop.catalogue()
        .copy(
            tx.handle(),
            backup.id(),
            new Backup.Copy(
                judged.store(),
                before.place(),
                state(fault),
                now,
                fault == null ? null : Taking.fault(fault)));
    if (fault != null && state(fault) == Backup.CopyState.DAMAGED) {
      shop.around()
          .journal()
          .append(
              tx,
              shop.event(BackupEvents.DAMAGED, plan, backup, run)
                  .with("store", judged.store())
                  .with("code", fault.code())
                  .with("said", fault.fact()));
    } else if (fault == null && backup.isGood()) {
      shop.around()
          .journal()
          .append(
              tx,
              shop.event(BackupEvents.VERIFIED, plan, backup, run).with("store", judged.store()));
    }
  }

  private static Backup.CopyState state(@Nullable BackupException fault) {
    if (fault == null) {
      return Backup.CopyState.VERIFIED;
    }
    return UNREAD.contains(fault.code()) ? Backup.CopyState.UNREAD : Backup.CopyState.DAMAGED;
  }

  private static BackupException first(List<Judged> all) {
    return all.stream()
        .map(Judged::fault)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElse(new BackupException("not-stored", "no store has it"));
  }

  private static String said(Backup backup, Sums sums, List<Judged> all) throws BackupException {
    List<String> lines = new ArrayList<>();
    for (Judged judged : all) {
      BackupException fault = judged.fault();
      lines.add(
          backup.name()
              + " in "
              + judged.store()
              + ": "
              + (fault == null
                  ? sums.storedBytes() + " bytes read back, all as they were stored"
                  : fault.fact()));
    }
    String text = String.join("\n", lines);
    if (all.isEmpty() || all.stream().anyMatch(judged -> judged.fault() != null)) {
      throw new BackupException(first(all).code(), text.isEmpty() ? first(all).fact() : text);
    }
    return text;
  }

  /** A copy that never became good must not lie there under a good name. */
  void discard(Plan plan, Backup backup) throws InterruptedException, BackupException {
    for (Store store : shop.stores(plan).values()) {
      try {
        store.delete(backup.name());
      } catch (StoreException e) {
        throw BackupException.of(e);
      }
    }
  }
}
