package jigi.base.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time and everything that waits for it. Jigi's time never runs backwards: it follows the wall
 * clock forwards at once and goes on by the monotonic clock when the wall clock is set back. A
 * rehearsal runs on real time plus an offset that {@link #advance} moves; a standing timeline
 * (tests) moves by {@link #advance} alone.
 */
public final class Timeline implements InstantSource, AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** What a task stands on is closed after the timeline. */
  private static final Duration LONGEST_END = Duration.ofSeconds(3);

  /** Moved time goes on without a task that takes longer. */
  private static final Duration LONGEST_TASK = Duration.ofSeconds(60);

  /** Two clocks of one machine never agree to the nanosecond. */
  private static final Duration ORDINARY_DRIFT = Duration.ofSeconds(1);

  private enum Mode {
    REAL,
    REHEARSAL,
    STANDING
  }

  private final Mode mode;
  private final InstantSource wall;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private Instant anchor;
  private long anchorNanos;
  private Duration offset = Duration.ZERO;
  private Duration setBack = Duration.ZERO;
  private volatile Settling settling = () -> {};
  private long sequence;
  private boolean closed;

  private Timeline(Mode mode, InstantSource wall) {
    this.mode = mode;
    this.wall = wall;
    this.anchor = wall.instant();
    this.anchorNanos = System.nanoTime();
    if (mode != Mode.STANDING) {
      Thread.ofPlatform().name("timeline").daemon().start(this::fireWhenDue);
    }
  }

  /** The running clock of production. */
  public static Timeline real() {
    return new Timeline(Mode.REAL, InstantSource.system());
  }

  /** Real time plus an offset that can be moved forwards. */
  public static Timeline rehearsal() {
    return new Timeline(Mode.REHEARSAL, InstantSource.system());
  }

  /** Stands at an instant until advanced. */
  public static Timeline standing(Instant start) {
    return new Timeline(Mode.STANDING, InstantSource.fixed(start));
  }

  /** Follows the given wall clock; for tests of a clock that is set back. */
  static Timeline following(InstantSource wall) {
    return new Timeline(Mode.REAL, wall);
  }

  public boolean isRehearsal() {
    return mode == Mode.REHEARSAL;
  }

  @Override
  public Instant instant() {
    lock.lock();
    try {
      return now();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How far this time was moved ahead of the real one; zero in production. Times that other systems
   * stamp get it added where they enter.
   */
  public Duration ahead() {
    lock.lock();
    try {
      return offset;
    } finally {
      lock.unlock();
    }
  }

  /** How far the wall clock lies behind Jigi's time because it was set back; zero otherwise. */
  public Duration setBack() {
    lock.lock();
    try {
      now();
      return setBack;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has time go on from where it was, when the wall clock lies before that: a process that was
   * started after the clock was set back, or a rehearsal that was stopped. To be called before
   * anything else asks for the time.
   */
  public void notBefore(Instant known) {
    lock.lock();
    try {
      if (!now().isBefore(known)) {
        return;
      }
      if (mode == Mode.REAL) {
        anchor = known;
        anchorNanos = System.nanoTime();
      } else {
        moveTo(known);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Runs the task on a virtual thread when the instant is reached; at once when it has passed. */
  public Timer at(Instant due, String name, Runnable task) {
    lock.lock();
    try {
      Timer timer = new Timer(this, due, name, task, sequence++);
      timers.add(timer);
      if (timers.peek() == timer) {
        changed.signalAll();
      }
      return timer;
    } finally {
      lock.unlock();
    }
  }

  public Timer after(Duration delay, String name, Runnable task) {
    return at(instant().plus(delay), name, task);
  }

  /** Waits on this timeline, not on the wall clock. */
  public void sleep(Duration delay) throws InterruptedException {
    var latch = new java.util.concurrent.CountDownLatch(1);
    Timer timer = after(delay, "sleep", latch::countDown);
    try {
      latch.await();
    } finally {
      timer.cancel();
    }
  }

  /** Waits until what a timer has set off elsewhere has come to rest. */
  public interface Settling {
    void await() throws InterruptedException;
  }

  /** Names what {@link #advance} waits for after each timer, besides the timer's own task. */
  public void settleBy(Settling awaited) {
    settling = awaited;
  }

  /**
   * Moves time forwards. Every timer due on the way fires at its own instant, in order, and is
   * waited for, those that it sets on the way too.
   *
   * @throws IllegalStateException in production
   */
  public void advance(Duration by) throws InterruptedException {
    if (mode == Mode.REAL) {
      throw new IllegalStateException("only a rehearsal's time can be moved");
    }
    Instant target = instant().plus(by);
    fireUntil(target, Set.copyOf(running));
    moveTo(target);
  }

  /**
   * Moves time forwards as a machine that slept finds it: what fell due meanwhile is late, and what
   * recurs is found due once. Waited for as by {@link #advance}.
   *
   * @throws IllegalStateException in production
   */
  public void jump(Duration by) throws InterruptedException {
    if (mode == Mode.REAL) {
      throw new IllegalStateException("only a rehearsal's time can be moved");
    }
    Instant target = instant().plus(by);
    Set<Thread> before = Set.copyOf(running);
    moveTo(target);
    fireUntil(target, before);
  }

  /** What the timeline's own thread takes meanwhile is waited for as well. */
  private void fireUntil(Instant target, Set<Thread> before) throws InterruptedException {
    for (Timer due = takeDue(target); due != null; due = takeDue(target)) {
      start(due);
      await(before);
    }
    await(before);
  }

  private void await(Set<Thread> others) throws InterruptedException {
    for (Thread task : running) {
      if (!others.contains(task)) {
        task.join(LONGEST_TASK);
      }
    }
    settling.await();
  }

  /** The timers that wait, soonest first: name and due time. */
  public java.util.List<Timer> pending() {
    lock.lock();
    try {
      return timers.stream().sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  /** Fires nothing more, and waits a few seconds for the tasks that have begun. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      timers.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      for (Thread task : running) {
        if (task != Thread.currentThread()) {
          task.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void cancel(Timer timer) {
    lock.lock();
    try {
      timers.remove(timer);
    } finally {
      lock.unlock();
    }
  }

  private Instant now() {
    if (mode == Mode.STANDING) {
      return anchor.plus(offset);
    }
    Instant monotonic = anchor.plusNanos(System.nanoTime() - anchorNanos);
    Instant current = wall.instant();
    if (current.isAfter(monotonic)) {
      anchor = current;
      anchorNanos = System.nanoTime();
      setBack = Duration.ZERO;
      return current.plus(offset);
    }
    Duration behind = Duration.between(current, monotonic);
    setBack = behind.compareTo(ORDINARY_DRIFT) < 0 ? Duration.ZERO : behind;
    return monotonic.plus(offset);
  }

  private void moveTo(Instant target) {
    lock.lock();
    try {
      Duration ahead = Duration.between(now(), target);
      if (ahead.isPositive()) {
        offset = offset.plus(ahead);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Timer takeDue(Instant target) {
    lock.lock();
    try {
      Timer first = timers.peek();
      if (first == null || first.due().isAfter(target)) {
        return null;
      }
      moveTo(first.due());
      return timers.poll();
    } finally {
      lock.unlock();
    }
  }

  private void fireWhenDue() {
    lock.lock();
    try {
      while (!closed) {
        Timer first = timers.peek();
        Duration wait = first == null ? LONGEST_WAIT : Duration.between(now(), first.due());
        if (first != null && !wait.isPositive()) {
          timers.poll();
          start(first);
        } else {
          Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
          changed.await(bounded.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private Thread start(Timer timer) {
    Thread task = Thread.ofVirtual().name(timer.name()).unstarted(() -> run(timer));
    running.add(task);
    task.start();
    return task;
  }

  private void run(Timer timer) {
    try {
      timer.run();
    } finally {
      running.remove(Thread.currentThread());
    }
  }
}
