package jigi.operate.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.Connections;
import jigi.base.connect.Secrets;
import jigi.base.exec.Exec;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.operate.backup.seal.Seal;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.OwnData;
import jigi.operate.backup.source.SourceTools;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreOpening;
import jigi.operate.backup.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/** What the acts of this room have in common: the plans in force, their stores and keys. */
final class Workshop {
  /** For a whole dump, check or restore. */
  static final Duration LONGEST = Duration.ofHours(24);

  private final Surroundings around;
  private final BackupRepository catalogue = new BackupRepository();
  private final Map<String, AtomicLong> progress = new ConcurrentHashMap<>();
  private final Meters meters;
  private volatile Map<String, Owned> plans = Map.of();
  private volatile Function<String, Set<String>> awaited = _ -> Set.of();

  /** The rooms that it stands on. */
  record Surroundings(
      jigi.base.store.Store store,
      Journal journal,
      Timeline timeline,
      Exec exec,
      Connections connections,
      SecretSources environment,
      Supplier<byte[]> key,
      Path data) {}

  /** A plan with the folder of its manual. */
  record Owned(Plan plan, Path folder) {}

  Workshop(Surroundings around) {
    this.around = around;
    this.meters = new Meters(around.timeline());
  }

  Meters meters() {
    return meters;
  }

  Surroundings around() {
    return around;
  }

  BackupRepository catalogue() {
    return catalogue;
  }

  Instant now() {
    return around.timeline().instant();
  }

  /** Tells from now on which backups of a system open runs will ask for, by id. */
  void awaited(Function<String, Set<String>> bySystem) {
    awaited = bySystem;
  }

  /** A backup that a run will restore or check must not go meanwhile. */
  Set<String> awaited(String system) {
    return awaited.apply(system);
  }

  void plans(Map<String, Owned> next) {
    plans = Map.copyOf(next);
  }

  /** Bytes of plaintext that a running backup has read; null when it does not run here. */
  @Nullable Long progress(String backup) {
    AtomicLong read = progress.get(backup);
    return read == null ? null : read.get();
  }

  Map<String, AtomicLong> progress() {
    return progress;
  }

  /** Null when no manual in force has it. */
  @Nullable Plan find(String system, String name) {
    Owned owned = plans.get(system + "/" + name);
    return owned == null ? null : owned.plan();
  }

  /**
   * @throws BackupException {@code plan-gone}
   */
  Plan plan(String system, String name) throws BackupException {
    Plan plan = find(system, name);
    if (plan == null) {
      throw new BackupException(
          "plan-gone", "the manual of '" + system + "' has no plan '" + name + "' any more");
    }
    return plan;
  }

  /** The good ones that its catalogue keeps, newest first, whatever became of their copies. */
  List<Backup> good(Plan plan) {
    return around
        .store()
        .read(handle -> catalogue.kept(handle, plan.system(), plan.name()))
        .stream()
        .filter(Backup::isGood)
        .toList();
  }

  private Path folder(Plan plan) {
    Owned owned = plans.get(plan.key());
    return owned == null ? Path.of("") : owned.folder();
  }

  private Secrets secrets(Plan plan) {
    Path folder = folder(plan);
    return secret -> secret.read(folder, around.environment());
  }

  SourceTools tools(Plan plan) {
    return new SourceTools(
        plan.system(),
        around.connections(),
        around.exec(),
        around.timeline(),
        // One system's acts wait for each other, so what lies there belongs to no running one.
        around.data().resolve("scratch").resolve(plan.system()),
        own(),
        LONGEST);
  }

  private OwnData own() {
    return new OwnData() {
      @Override
      public Path folder() {
        return around.data();
      }

      @Override
      public void copyStore(Path file) {
        around.store().copyTo(file);
      }
    };
  }

  /** The stores of a plan by name, in its order. */
  Map<String, Store> stores(Plan plan) throws BackupException {
    Map<String, Store> stores = new LinkedHashMap<>();
    for (Map.Entry<String, StoreSettings> one : plan.to().entrySet()) {
      stores.put(one.getKey(), open(plan, one.getValue()));
    }
    return stores;
  }

  private Store open(Plan plan, StoreSettings settings) throws BackupException {
    try {
      return settings.open(
          new StoreOpening(
              plan.system(),
              folder(plan),
              secrets(plan),
              around.connections(),
              around.exec(),
              around.timeline()));
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  /** The way into the stores, and back. */
  Seal seal(Plan plan) throws BackupException {
    try {
      return Seal.of(plan.form().compression(), plan.form().encryption(), secrets(plan));
    } catch (Secret.Missing e) {
      throw new BackupException("secret-missing", String.valueOf(e.getMessage()), e);
    }
  }

  byte[] key() {
    return around.key().get();
  }

  EventDraft event(EventKind kind, Plan plan) {
    return EventDraft.of(kind)
        .system(plan.system())
        .with("plan", plan.name())
        .with("title", plan.title());
  }

  EventDraft event(EventKind kind, Plan plan, String run) {
    return event(kind, plan).run(run);
  }

  EventDraft event(EventKind kind, Plan plan, Backup backup, String run) {
    return event(kind, plan, run)
        .with("item", backup.of().item())
        .with("name", backup.name())
        .with("backup", backup.id());
  }
}
