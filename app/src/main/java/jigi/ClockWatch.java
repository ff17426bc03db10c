package jigi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.Troubles;
import jigi.base.store.StoreFullException;
import jigi.base.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Says so when the machine's clock was set back, and remembers how far Jigi's time has come, so
 * that it does not run backwards over a restart either: what is recorded must never lie in the
 * future.
 */
final class ClockWatch implements AutoCloseable {
  static final EventKind SET_BACK = EventKind.of("clock.set-back");
  static final EventKind CAUGHT_UP = EventKind.of("clock.caught-up");

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration REMEMBERED_EVERY = Duration.ofMinutes(1);
  private static final String TROUBLE = "clock.set-back";
  private static final String FILE = "clock";

  private final Timeline timeline;
  private final SqlJournal journal;
  private final Troubles troubles;
  private final Path file;
  private @Nullable Timer timer;
  private Instant remembered;
  private boolean behind;
  private boolean closed;

  /** Has time go on from where it was left. */
  ClockWatch(Timeline timeline, SqlJournal journal, Troubles troubles, Path data) {
    this.timeline = timeline;
    this.journal = journal;
    this.troubles = troubles;
    this.file = data.resolve(FILE);
    timeline.notBefore(journal.newest());
    remembered = remembered();
    timeline.notBefore(remembered);
  }

  /** Looks at once, and then every 5 s. */
  synchronized void start() {
    look();
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    try {
      Duration setBack = timeline.setBack().truncatedTo(ChronoUnit.SECONDS);
      if (setBack.isZero()) {
        caughtUp();
      } else {
        isBehind(setBack);
      }
      if (!remembered.plus(REMEMBERED_EVERY).isAfter(timeline.instant())) {
        remember();
      }
    } catch (StoreFullException | StoreUnavailableException e) {
      // The store tells of it; the next look records what this one could not.
    } finally {
      timer = timeline.after(EVERY, "clock", this::look);
    }
  }

  private void isBehind(Duration by) {
    Map<String, String> args = Map.of("by", Durations.format(by));
    troubles.raise(new Troubles.Trouble(TROUBLE, TROUBLE, args));
    if (!behind) {
      journal.append(EventDraft.of(SET_BACK).with("by", Durations.format(by)));
      behind = true;
    }
  }

  private void caughtUp() {
    troubles.clear(TROUBLE);
    if (behind) {
      journal.append(EventDraft.of(CAUGHT_UP));
      behind = false;
    }
  }

  private Instant remembered() {
    try {
      return Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : Instant.EPOCH;
    } catch (DateTimeException e) {
      return Instant.EPOCH; // cut off by a power failure; the journal knows too
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember() {
    Path fresh = file.resolveSibling(FILE + ".new");
    try {
      Instant now = timeline.instant();
      Files.writeString(fresh, now + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      remembered = now;
    } catch (IOException e) {
      // A full disk is told of by the store, and the journal remembers the time too.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
      remember();
    }
  }
}
