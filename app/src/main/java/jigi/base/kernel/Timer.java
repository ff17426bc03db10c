package jigi.base.kernel;

import java.time.Instant;
import java.util.Comparator;

/** Something that waits for an instant. */
public final class Timer implements Comparable<Timer> {
  private static final Comparator<Timer> ORDER =
      Comparator.comparing(Timer::due).thenComparingLong(timer -> timer.sequence);

  private final Timeline timeline;
  private final Instant due;
  private final String name;
  private final Runnable task;
  private final long sequence;

  Timer(Timeline timeline, Instant due, String name, Runnable task, long sequence) {
    this.timeline = timeline;
    this.due = due;
    this.name = name;
    this.task = task;
    this.sequence = sequence;
  }

  public Instant due() {
    return due;
  }

  public String name() {
    return name;
  }

  /** Nothing happens when it has fired already. */
  public void cancel() {
    timeline.cancel(this);
  }

  void run() {
    task.run();
  }

  @Override
  public int compareTo(Timer other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
