package jigi.detect.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Status;

/**
 * The newest executions of a probe, packed: as objects the beats of ten thousand probes would take
 * as much memory as all the rest. Times are kept to the microsecond.
 */
final class Beats {
  private static final int MOST = 60;

  private static final Status[] STATUSES = Status.values();

  private long[] at = new long[4];
  private long[] took = new long[4];
  private byte[] status = new byte[4];
  private int size;
  private int next;

  void add(Beat beat) {
    if (size == at.length && size < MOST) {
      grow();
    }
    Instant started = beat.at();
    at[next] = started.getEpochSecond() * 1_000_000 + started.getNano() / 1000;
    took[next] = beat.duration().toNanos() / 1000;
    status[next] = (byte) beat.status().ordinal();
    next = (next + 1) % at.length;
    size = Math.min(size + 1, at.length);
  }

  /** Oldest first. */
  List<Beat> list() {
    List<Beat> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int place = Math.floorMod(next - size + i, at.length);
      Instant started =
          Instant.ofEpochSecond(
              Math.floorDiv(at[place], 1_000_000L), Math.floorMod(at[place], 1_000_000L) * 1000);
      all.add(new Beat(started, STATUSES[status[place]], Duration.ofNanos(took[place] * 1000)));
    }
    return List.copyOf(all);
  }

  /** Called when it is full, so that {@code next} has come round to the oldest, the first. */
  private void grow() {
    int room = Math.min(MOST, at.length * 2);
    at = java.util.Arrays.copyOf(at, room);
    took = java.util.Arrays.copyOf(took, room);
    status = java.util.Arrays.copyOf(status, room);
    next = size;
  }
}
