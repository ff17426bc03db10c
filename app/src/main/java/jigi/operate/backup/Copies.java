package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Hash;
import jigi.operate.backup.seal.OpeningInput;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Incremental;
import jigi.operate.backup.store.Store;

/** Finds the copies that can be read, and those of others that a backup builds upon. */
final class Copies {
  private static final int FIRST = 4096;

  private final Workshop shop;

  Copies(Workshop shop) {
    this.shop = shop;
  }

  /** A copy to restore from, with what it says of itself. */
  record From(String name, Store store, Manifest manifest) {}

  /** The first that can be read, in the plan's order, with its signed manifest. */
  From from(Plan plan, Backup backup) throws BackupException, InterruptedException {
    BackupException last =
        new BackupException("no-copy", "no store has it (" + backup.name() + ")");
    for (Map.Entry<String, Store> one : shop.stores(plan).entrySet()) {
      boolean usable =
          backup.copies().stream()
              .anyMatch(copy -> copy.store().equals(one.getKey()) && copy.state().usable());
      if (usable) {
        try {
          Manifest manifest =
              Checking.read(one.getValue(), backup.name() + Manifest.SUFFIX, shop.key());
          if (!manifest.id().equals(backup.id()) || !manifest.sums().equals(backup.sums())) {
            throw new BackupException(
                "manifest-other", "the manifest beside it is that of another backup");
          }
          requireThere(one.getValue(), backup.name());
          return new From(one.getKey(), one.getValue(), manifest);
        } catch (IOException e) {
          last = BackupException.of(e);
        } catch (BackupException e) {
          last = e;
        }
      }
    }
    throw last;
  }

  /** A manifest may outlive its file: then another store may have both. */
  private static void requireThere(Store store, String name)
      throws IOException, InterruptedException {
    try (InputStream stored = store.read(name, 0)) {
      stored.read();
    }
  }

  /**
   * The others that it needs, oldest first.
   *
   * @throws BackupException {@code link-missing} when the catalogue has one of them no more
   */
  List<Backup> upon(Contents contents) throws BackupException {
    List<Backup> all = new ArrayList<>();
    for (String id : contents.named(Contents.UPON)) {
      Backup backup = shop.around().store().read(handle -> shop.catalogue().find(handle, id));
      if (backup == null) {
        String name = contents.about().get(Contents.UPON + id);
        throw missing(name + ", which the catalogue does not have");
      }
      all.add(backup);
    }
    return all;
  }

  /**
   * Opens each that it builds upon, far enough to see that it is there and that the key is its.
   *
   * @throws BackupException {@code link-missing}, or what keeps a store or a key from being asked
   */
  void requireUpon(Plan plan, Contents contents) throws BackupException, InterruptedException {
    for (Backup backup : upon(contents)) {
      try {
        From from = from(plan, backup);
        try (InputStream stored = from.store().read(backup.name(), 0);
            OpeningInput open = shop.seal(plan).from(stored, from.manifest().sums())) {
          int read = open.read(new byte[FIRST]);
          if (read < 0) {
            throw missing(backup.name() + ", which is empty");
          }
        }
      } catch (IOException e) {
        throw missing(backup, BackupException.of(e));
      } catch (BackupException e) {
        throw missing(backup, e);
      }
    }
  }

  private static BackupException missing(String what) {
    return new BackupException("link-missing", "it builds upon " + what);
  }

  /** Whoever could not be asked says nothing of the bytes. */
  private static BackupException missing(Backup backup, BackupException e) {
    String fact = "it builds upon " + backup.name() + ": " + e.fact();
    String code = Checking.UNREAD.contains(e.code()) ? e.code() : "link-missing";
    return new BackupException(code, fact, e);
  }

  /**
   * What the next backup of an item may build upon: the newest good one, while there are not too
   * many since the whole one and all that it needs can be opened.
   */
  Incremental.Upon next(Plan plan, Backup backup, Incremental source) throws InterruptedException {
    Path folder =
        shop.around().data().resolve("files-known").resolve(Hash.of(plan.key()).substring(0, 16));
    Incremental.Upon whole = new Incremental.Upon(backup.id(), null, 0, Map.of(), folder);
    List<Backup> good =
        shop.around().store().read(handle -> shop.catalogue().good(handle, backup.of(), 1));
    Backup before = good.isEmpty() ? null : good.getFirst();
    Contents contents =
        before == null
            ? null
            : shop.around().store().read(handle -> shop.catalogue().contents(handle, before.id()));
    if (before == null || contents == null || contents.increment() >= source.increments()) {
      return whole;
    }
    Map<String, String> names = new TreeMap<>(Map.of(before.id(), before.name()));
    contents
        .named(Contents.UPON)
        .forEach(id -> names.put(id, contents.about().getOrDefault(Contents.UPON + id, "")));
    try {
      Map<String, String> needed = new TreeMap<>();
      names.forEach((id, name) -> needed.put(Contents.UPON + id, name));
      requireUpon(plan, new Contents(needed, Map.of()));
    } catch (BackupException e) {
      return whole; // what is wrong with the others is said where they are read back
    }
    return new Incremental.Upon(backup.id(), before.id(), contents.increment() + 1, names, folder);
  }
}
