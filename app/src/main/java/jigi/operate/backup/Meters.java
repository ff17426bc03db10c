package jigi.operate.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jigi.base.kernel.Timeline;
import org.jspecify.annotations.Nullable;

/** What the acts under way count, by run. */
final class Meters {
  private final Timeline timeline;
  private final Map<String, Meter> byRun = new ConcurrentHashMap<>();

  Meters(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Of one stage; whoever begins the next one forgets it. */
  private record Meter(
      Progress.Stage stage,
      String item,
      AtomicLong done,
      @Nullable Long all,
      boolean guessed,
      Instant begun) {}

  /**
   * A stage begins.
   *
   * @param guessed whether {@code all} is only likely
   * @return to be counted up, in bytes of plaintext
   */
  AtomicLong begin(
      String run, Progress.Stage stage, String item, @Nullable Long all, boolean guessed) {
    AtomicLong done = new AtomicLong();
    byRun.put(run, new Meter(stage, item, done, all, guessed, timeline.instant()));
    return done;
  }

  void end(String run) {
    byRun.remove(run);
  }

  /** Null when nothing of it is under way here. */
  @Nullable Progress of(String run) {
    Meter meter = byRun.get(run);
    return meter == null
        ? null
        : new Progress(
            meter.stage(),
            meter.item(),
            meter.done().get(),
            meter.all(),
            meter.guessed(),
            Duration.between(meter.begun(), timeline.instant()));
  }

  /** Counts what is read. */
  static InputStream counting(InputStream in, AtomicLong done) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int one = super.read();
        done.addAndGet(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        done.addAndGet(Math.max(0, n));
        return n;
      }
    };
  }
}
