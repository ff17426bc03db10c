package jigi.operate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.kernel.Ids;
import jigi.operate.backup.LogRepository.LogFile;
import jigi.operate.backup.seal.OpeningInput;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.Stored;
import org.jspecify.annotations.Nullable;

/**
 * Takes backups into the catalogue that lie in the stores of a plan and are not in it: the manifest
 * beside a file, signed by this installation's key, is all that is needed. Each is read back before
 * it counts.
 */
final class Adopting {
  private final Workshop shop;
  private final LogRepository logs = new LogRepository();

  Adopting(Workshop shop) {
    this.shop = shop;
  }

  /** A manifest that was found, with the stores where it was. */
  private record Found(Manifest manifest, Map<String, Store> in) {}

  String adopt(Plan plan, String run) throws BackupException, InterruptedException {
    List<String> said = new ArrayList<>();
    Map<String, Found> found = new TreeMap<>();
    for (Map.Entry<String, Store> one : shop.stores(plan).entrySet()) {
      look(plan, one.getKey(), one.getValue(), found, said);
    }
    BackupException failed = null;
    for (Found each : found.values()) {
      if (shop.around().store().read(h -> shop.catalogue().find(h, each.manifest().id())) == null) {
        failed = adopted(plan, each, run, said, failed);
      }
    }
    adoptLog(plan, said);
    String text = said.isEmpty() ? "nothing to adopt" : String.join("\n", said);
    if (failed != null) {
      throw new BackupException(failed.code(), text, failed);
    }
    return text;
  }

  private void look(
      Plan plan, String name, Store store, Map<String, Found> found, List<String> said)
      throws BackupException, InterruptedException {
    try {
      for (Stored file : store.list("")) {
        if (!file.name().endsWith(Manifest.SUFFIX)) {
          continue;
        }
        try {
          Manifest manifest = Checking.read(store, file.name(), shop.key());
          boolean ours =
              manifest.system().equals(plan.system()) && manifest.plan().equals(plan.name());
          if (ours && file.name().equals(manifest.name() + Manifest.SUFFIX)) {
            found
                .computeIfAbsent(manifest.id(), _ -> new Found(manifest, new TreeMap<>()))
                .in()
                .put(name, store);
          }
        } catch (BackupException e) {
          said.add(file.name() + " in " + name + ": " + e.fact());
        }
      }
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private @Nullable BackupException adopted(
      Plan plan, Found found, String run, List<String> said, @Nullable BackupException before)
      throws InterruptedException {
    Manifest manifest = found.manifest();
    Instant taken = Ids.instant(manifest.taken());
    List<Backup.Copy> copies =
        found.in().entrySet().stream()
            .map(
                one ->
                    new Backup.Copy(
                        one.getKey(), one.getValue().where(), Backup.CopyState.STORED, null, null))
            .toList();
    Backup backup =
        new Backup(
            manifest.id(),
            new Backup.Of(manifest.system(), manifest.plan(), manifest.kind(), manifest.item()),
            run,
            "adopted",
            manifest.name(),
            Backup.State.STORED,
            new Backup.Times(taken, taken, taken),
            manifest.sums(),
            new Backup.Form(
                manifest.compress(), manifest.encrypt(), manifest.contents().increment()),
            manifest.contents().rows(),
            null,
            null,
            copies);
    shop.around()
        .store()
        .change(
            tx -> {
              shop.catalogue().begin(tx.handle(), backup);
              shop.catalogue()
                  .stored(
                      tx.handle(), backup.id(), taken, taken, manifest.sums(), manifest.contents());
              copies.forEach(copy -> shop.catalogue().copy(tx.handle(), backup.id(), copy));
            });
    try {
      said.add(new Checking(shop).check(plan, backup, run));
      return before;
    } catch (BackupException e) {
      said.add(e.fact());
      return before == null ? e : before;
    }
  }

  /** Files of a log have no manifests: each is opened to its end. */
  private void adoptLog(Plan plan, List<String> said) throws BackupException, InterruptedException {
    if (!(plan.source() instanceof Continuous source)) {
      return;
    }
    String prefix = LogFiles.path(plan, "");
    Map<String, Map<String, Store>> names = new TreeMap<>();
    try {
      for (Map.Entry<String, Store> one : shop.stores(plan).entrySet()) {
        for (Stored file : one.getValue().list(prefix)) {
          names
              .computeIfAbsent(file.name().substring(prefix.length()), _ -> new TreeMap<>())
              .put(one.getKey(), one.getValue());
        }
      }
    } catch (IOException e) {
      throw BackupException.of(e);
    }
    LogFile last = null;
    int count = 0;
    for (Map.Entry<String, Map<String, Store>> one : names.entrySet()) {
      String name = one.getKey();
      LogFile known = shop.around().store().read(handle -> logs.find(handle, plan, name));
      if (known == null) {
        known = opened(plan, source, name, one.getValue(), last, said);
        count += known == null ? 0 : 1;
      }
      if (known != null && source.end(name, known.bytes()) != null) {
        last = known;
      }
    }
    if (count > 0) {
      said.add(count + " files of the log adopted");
    }
  }

  private @Nullable LogFile opened(
      Plan plan,
      Continuous source,
      String name,
      Map<String, Store> in,
      @Nullable LogFile last,
      List<String> said)
      throws BackupException, InterruptedException {
    Set<String> whole = new TreeSet<>();
    Sums sums = null;
    for (Map.Entry<String, Store> one : in.entrySet()) {
      try (InputStream stored = one.getValue().read(LogFiles.path(plan, name), 0);
          OpeningInput open = shop.seal(plan).from(stored)) {
        sums = open.finish();
        whole.add(one.getKey());
      } catch (IOException e) {
        said.add(name + " in " + one.getKey() + ": " + BackupException.of(e).fact());
      }
    }
    if (sums == null) {
      return null;
    }
    boolean gap = last != null && !source.follows(last.name(), name, sums.plainBytes());
    LogFile file = new LogFile(name, sums.plainBytes(), sums.plainSha256(), whole, gap, shop.now());
    shop.around().store().change(tx -> logs.put(tx.handle(), plan, file));
    return file;
  }
}
