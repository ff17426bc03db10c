package jigi.base.manual;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.config.Manual;
import jigi.base.config.ManualAddress;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The manuals in force. A reload reads and checks everything first and swaps it as a whole; while a
 * manual is bad, the last good set stays in force.
 */
public final class Manuals {
  private static final String TROUBLE = "manual.bad";

  private final List<Path> folders;
  private final boolean standIns;
  private final ManualReader reader;
  private final Store store;
  private final Journal journal;
  private final Troubles troubles;
  private final InstantSource clock;
  private final List<Activation> activations = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Manual> active = List.of();

  /** Takes over a new set of manuals; must not fail, for they were read without errors. */
  public interface Activation {
    void activate(List<Manual> manuals);
  }

  /**
   * What a reload came to.
   *
   * @param problems errors and warnings of all manuals, by folder
   */
  public record Outcome(boolean activated, Map<Path, List<Problem>> problems) {
    public List<Problem> errors() {
      return problems.values().stream().flatMap(List::stream).filter(Problem::isError).toList();
    }
  }

  /** What manuals are recorded with. */
  public record Record(Store store, Journal journal, Troubles troubles, InstantSource clock) {}

  /**
   * @param standIns whether the manuals' stand-ins play their services
   */
  public Manuals(List<Path> folders, boolean standIns, ManualReader reader, Record record) {
    this.folders = List.copyOf(folders);
    this.standIns = standIns;
    this.reader = reader;
    this.store = record.store();
    this.journal = record.journal();
    this.troubles = record.troubles();
    this.clock = record.clock();
  }

  /** Calls the activation at every coming into force, in order of registration. */
  public void onActivation(Activation activation) {
    activations.add(activation);
  }

  public List<Manual> active() {
    return active;
  }

  public Optional<Manual> active(String system) {
    return active.stream().filter(manual -> manual.system().equals(system)).findFirst();
  }

  /** Reads all folders and, if none has an error, puts them in force. */
  public Outcome reload(String actor) {
    lock.lock();
    try {
      ManualSet read = ManualSet.read(folders, standIns, reader);
      Outcome outcome = new Outcome(!read.hasErrors(), read.problems());
      if (outcome.activated()) {
        activate(read.manuals(), actor);
      } else {
        refuse(outcome, actor);
      }
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  /** The problems of a system's manual as it lies in its folder now; nothing is activated. */
  public List<Problem> check(String system) {
    return active(system)
        .map(manual -> manual.source().address().path())
        .map(folder -> ManualSet.read(List.of(folder), standIns, reader).problems().get(folder))
        .orElse(List.of());
  }

  /** The newest activations of a system, newest first. */
  public List<ManualActivation> history(String system, int limit) {
    return store.read(handle -> ManualRepository.activations(handle, system, limit));
  }

  /** The files of a manual that is or was in force. */
  public Optional<Map<String, String>> files(String hash) {
    return store.read(handle -> ManualRepository.files(handle, hash));
  }

  private void activate(List<Manual> read, String actor) {
    Instant now = clock.instant();
    store.change(
        tx -> {
          for (Manual manual : read) {
            Optional<String> before = ManualRepository.activeHash(tx.handle(), manual.system());
            if (before.isEmpty() || !before.get().equals(manual.hash())) {
              ManualRepository.activate(tx, manual, now, actor);
              journal.append(
                  tx,
                  EventDraft.of(ManualEvents.ACTIVATED)
                      .system(manual.system())
                      .actor(actor)
                      .with("hash", manual.hash().substring(0, 12))
                      .with("files", manual.source().files().size()));
            }
          }
        });
    activations.forEach(activation -> activation.activate(read));
    active = read;
    troubles.clear(TROUBLE);
  }

  private void refuse(Outcome outcome, String actor) {
    Map.Entry<Path, List<Problem>> bad =
        outcome.problems().entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(Problem::isError))
            .findFirst()
            .orElseThrow();
    Path folder = bad.getKey();
    Problem first = bad.getValue().stream().filter(Problem::isError).findFirst().orElseThrow();
    // Every manual has a jigi.yaml: only with its folder is a place one place.
    String before = folder.toAbsolutePath().normalize().getFileName() + "/";
    String count = String.valueOf(outcome.errors().size());
    journal.append(
        EventDraft.of(ManualEvents.REFUSED)
            .system(systemIn(folder))
            .actor(actor)
            .with("first", before + first)
            .with("count", count));
    if (!active.isEmpty()) {
      troubles.raise(
          new Troubles.Trouble(
              TROUBLE, TROUBLE, Map.of("place", before + first.place(), "count", count)));
    }
  }

  /** The system whose manual in force was read from the folder; null when none was. */
  private @Nullable String systemIn(Path folder) {
    ManualAddress address = ManualAddress.of(folder);
    return active.stream()
        .filter(manual -> manual.source().address().equals(address))
        .map(Manual::system)
        .findFirst()
        .orElse(null);
  }
}
