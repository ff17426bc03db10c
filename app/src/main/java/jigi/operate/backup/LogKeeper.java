package jigi.operate.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.kernel.UserError;
import jigi.operate.backup.LogRepository.LogFile;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.LogReceiver;
import jigi.operate.backup.source.Point;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log of one plan: sees that it is received, stores what is whole, and knows up to which
 * instant a restore can go: the newest at which the end of the log was seen that is stored now.
 */
final class LogKeeper {
  private static final int MARKS = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** A server that does not answer within it does not answer. */
  private static final Duration ASKING = Duration.ofMinutes(1);

  private static final String LOST = "log-lost";
  private static final String REMOVED = "has already been removed";

  private final Workshop shop;
  private final Kept kept;
  private final Plan plan;
  private final Continuous source;
  private final LogReceiver receiver;
  private final LogFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Worker worker = new Worker();
  private boolean stopped;
  private Instant lastCut = Instant.EPOCH;
  private @Nullable Mark settled;
  private volatile @Nullable Long lag;
  private volatile Backup.@Nullable Fault fault;

  /** The end of the log was there at that time. */
  private record Mark(Instant at, long position, String quiet) {}

  /**
   * What is kept.
   *
   * @param way identifies the server: what is received from another one is begun anew
   */
  record Kept(Plan plan, Continuous source, String way) {}

  LogKeeper(Workshop shop, Kept kept, Path spool) {
    this.shop = shop;
    this.kept = kept;
    this.plan = kept.plan();
    this.source = kept.source();
    this.receiver = source.receiver(spool, shop.tools(plan).within(ASKING));
    this.files = new LogFiles(shop);
  }

  Kept kept() {
    return kept;
  }

  Duration every() {
    return source.every();
  }

  /** What is to be done every few seconds; what goes wrong is kept as the state. */
  void tick() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      tickLocked();
    } finally {
      lock.unlock();
    }
  }

  /** The same, unless somebody is still at it. */
  void tickUnlessBusy() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      tickLocked();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void tickLocked() throws InterruptedException {
    if (stopped) {
      return;
    }
    worker.begin();
    try {
      work();
      changed(null);
    } catch (BackupException e) {
      tell(Taking.fault(e));
    } catch (UserError e) {
      tell(new Backup.Fault(e.code(), e.fact()));
    } finally {
      worker.end();
    }
  }

  /** Whoever is told to end has not failed. */
  private void tell(Backup.Fault now) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    changed(now);
  }

  /** The thread that looks after the log, which does not wait any longer when it is told to end. */
  private static final class Worker {
    private @Nullable Thread thread;

    synchronized void begin() {
      thread = Thread.currentThread();
    }

    synchronized void end() {
      thread = null;
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private void work() throws BackupException, InterruptedException {
    try {
      receiver.ensure(stored());
    } catch (BackupException e) {
      if (e.code().equals(LOST) || e.fact().contains(REMOVED)) {
        reset(e.fact());
      }
      throw e;
    }
    Mark mark = mark();
    ship();
    Instant now = shop.now();
    boolean due = slot(now) > slot(lastCut);
    if (due && !isSettled(mark) && mark.position() > covered()) {
      cut(now);
      receiver.ensure(stored());
      ship();
    }
    raise();
  }

  /** By the clock of the system, so that 4h means at midnight, at four, at eight. */
  private long slot(Instant at) {
    long local = at.toEpochMilli() + offset(at) * 1000L;
    return Math.floorDiv(local, source.every().toMillis());
  }

  private int offset(Instant at) {
    return plan.calendar().zone().getRules().getOffset(at).getTotalSeconds();
  }

  private Mark mark() throws BackupException, InterruptedException {
    Instant at = shop.now();
    LogReceiver.Tail tail = receiver.tail();
    lag = tail.lag();
    String lost = tail.lost();
    if (lost != null) {
      reset(lost);
    }
    Mark mark = new Mark(at, tail.position(), tail.quiet());
    marks.addLast(mark);
    if (marks.size() > MARKS) {
      marks.removeFirst();
    }
    return mark;
  }

  private @Nullable String stored() {
    LogFile last = shop.around().store().read(handle -> files.files().last(handle, plan));
    return last == null ? null : last.name();
  }

  /**
   * What was received before the loss is stored; the next file is ended soon, so that the gap is
   * known for what it is.
   */
  private void reset(String lost) throws BackupException, InterruptedException {
    ship();
    receiver.reset();
    settled = null;
    lastCut = Instant.EPOCH;
    throw new BackupException(LOST, lost);
  }

  /** Nothing was committed since the last file was ended. */
  private boolean isSettled(Mark mark) {
    Mark before = settled;
    return before != null && !mark.quiet().isEmpty() && mark.quiet().equals(before.quiet());
  }

  private void cut(Instant now) throws BackupException, InterruptedException {
    receiver.cut();
    lastCut = now;
    settled = mark();
  }

  /** The first whole files, in their order, as long as they can be stored. */
  private void ship() throws BackupException, InterruptedException {
    LogFile last = shop.around().store().read(handle -> files.files().last(handle, plan));
    for (String name : receiver.whole()) {
      LogFile known = shop.around().store().read(handle -> files.files().find(handle, plan, name));
      boolean everywhere = known != null && known.stores().containsAll(plan.to().keySet());
      if (!everywhere) {
        LogFile before = last;
        boolean gap =
            known == null
                ? before != null && !source.follows(before.name(), name, before.bytes())
                : known.gap();
        known = files.store(plan, name, receiver.file(name), gap);
      }
      if (known != null && source.end(name, known.bytes()) != null) {
        last = known;
      }
      receiver.shipped(name);
    }
  }

  /** The end of the stored log; 0 when there is none. */
  private long covered() {
    LogFile last = shop.around().store().read(handle -> files.files().last(handle, plan));
    Long end = last == null ? null : source.end(last.name(), last.bytes());
    return end == null ? 0 : end;
  }

  private void raise() {
    long covered = covered();
    if (covered == 0 || hasGap()) {
      return;
    }
    Instant newest = null;
    Mark settledAt = settled;
    for (Mark mark : marks) {
      boolean idle = settledAt != null && isSettled(mark) && settledAt.position() <= covered;
      if (mark.position() <= covered || idle) {
        newest = mark.at();
      }
    }
    Instant known = shop.around().store().read(handle -> files.files().restorable(handle, plan));
    if (newest != null && (known == null || known.isBefore(newest))) {
      Instant at = newest;
      shop.around().store().change(tx -> files.files().restorable(tx.handle(), plan, at));
    }
    marks.removeIf(mark -> mark.position() <= covered);
  }

  /** Only what changes is told. */
  private void changed(Backup.@Nullable Fault now) {
    Backup.Fault before = fault;
    fault = now;
    boolean news = now != null && (before == null || !before.code().equals(now.code()));
    if (news || (now == null && before != null)) {
      String code = now == null ? "" : now.code();
      String said = now == null ? "" : now.text();
      shop.around()
          .store()
          .change(
              tx ->
                  shop.around()
                      .journal()
                      .append(
                          tx,
                          shop.event(
                                  now == null ? BackupEvents.LOG_KEPT : BackupEvents.LOG_FAILED,
                                  plan)
                              .with("code", code)
                              .with("said", said)));
    }
  }

  /** Sees that the log is received from now on: a base backup needs what is written meanwhile. */
  void ready() throws BackupException, InterruptedException {
    lock.lockInterruptibly();
    try {
      receiver.ensure(stored());
      mark();
    } finally {
      lock.unlock();
    }
  }

  /** Whether what is stored surely goes beyond a point: the server may be lost meanwhile. */
  boolean covers(Point point) {
    Instant known = shop.around().store().read(handle -> files.files().restorable(handle, plan));
    return point instanceof Point.Time time && known != null && time.at().isBefore(known);
  }

  /** Stores all that was committed until now. */
  void flush() throws BackupException, InterruptedException {
    lock.lockInterruptibly();
    try {
      receiver.ensure(stored());
      Mark wanted = mark();
      cut(shop.now());
      Instant end = shop.now().plus(PATIENCE);
      receiver.ensure(stored());
      for (ship(); covered() < wanted.position(); ship()) {
        if (shop.now().isAfter(end)) {
          throw new BackupException(
              "log-late",
              "the log up to now was not received within " + PATIENCE.toSeconds() + " s");
        }
        shop.around().timeline().sleep(PAUSE);
        receiver.ensure(stored());
      }
      raise();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the stored log again, while it is received and stored as ever; where some of it is lost
   * for good, later instants are, too.
   */
  LogChecking.Seen readAgain(String run) throws BackupException, InterruptedException {
    LogChecking.Seen seen = new LogChecking(shop, plan, run).check();
    lock.lockInterruptibly();
    try {
      if (seen.lost() && hasGap()) {
        shop.around()
            .store()
            .change(tx -> files.files().restorable(tx.handle(), plan, Instant.EPOCH));
      }
    } finally {
      lock.unlock();
    }
    return seen;
  }

  /** Whoever looks after it right now lets go of it, and nobody begins it again. */
  void stop() throws InterruptedException {
    worker.interrupt();
    lock.lockInterruptibly();
    try {
      stopped = true;
      receiver.stop();
    } finally {
      lock.unlock();
    }
  }

  /** Jigi ends; who receives without it goes on. */
  void rest() throws InterruptedException {
    worker.interrupt();
    lock.lockInterruptibly();
    try {
      stopped = true;
      receiver.rest();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Contents newestGood() {
    Backup newest = goodBackups().stream().findFirst().orElse(null);
    return newest == null ? null : contents(newest);
  }

  private List<Backup> goodBackups() {
    return shop.good(plan).stream().filter(Backup::isUsable).toList();
  }

  private @Nullable Contents contents(Backup backup) {
    return shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
  }

  /** Whether the stored log does not go on from the newest good backup to its end. */
  private boolean hasGap() {
    Contents base = newestGood();
    if (base == null) {
      return false;
    }
    List<LogFile> chain = files.chain(plan, source, base);
    LogFile last = shop.around().store().read(handle -> files.files().last(handle, plan));
    return last != null && (chain.isEmpty() || !chain.getLast().name().equals(last.name()));
  }

  LogState state() {
    Instant newest = null;
    Instant oldest = null;
    for (Backup backup : goodBackups()) {
      Instant taken = backup.at().taken();
      if (taken != null) {
        newest = newest == null ? taken : newest;
        oldest = taken;
      }
    }
    Instant logged =
        newest == null
            ? null
            : shop.around().store().read(handle -> files.files().restorable(handle, plan));
    Instant restorable =
        logged == null || newest == null
            ? newest
            : java.util.Collections.max(List.of(logged, newest), Comparator.naturalOrder());
    Long behind = lag;
    return new LogState(
        restorable,
        oldest,
        behind,
        behind != null && behind > source.lagWarning(),
        hasGap(),
        source.restoresByName(),
        fault);
  }
}
