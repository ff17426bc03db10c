package jigi.detect.probe.log;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import jigi.base.connect.wire.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the last wanted lines of a file from its end on, in constant memory, so that what was
 * just written is found at once however large the file is. Where lines of a span are wanted, those
 * that tell no time, such as traces, have that of the line before them.
 */
final class Backwards {
  private static final int CHUNK = 512 * 1024;

  private final Sought sought;
  private final int wanted;
  private final Deque<String> found = new ArrayDeque<>();

  /** Lines that wait for the time of one before them. */
  private final Deque<String> waiting = new ArrayDeque<>();

  private boolean past;
  private byte[] rest = new byte[0];
  private long searched;

  Backwards(Sought sought) {
    this.sought = sought;
    this.wanted = sought.most();
  }

  /**
   * Searches until enough was found, or as far as bytes and time allow.
   *
   * @param most how many bytes are read at most
   * @return where to read on: behind the last line that was ended
   */
  Position search(LogSource.LogFile file, long most, Deadline deadline)
      throws IOException, InterruptedException {
    long size = file.size();
    long end = size;
    long ended = -1;
    byte[] buffer = new byte[CHUNK];
    while (end > 0 && !enough() && searched < most && !deadline.passed()) {
      int length = (int) Math.min(CHUNK, end);
      byte[] chunk = length == CHUNK ? buffer : new byte[length];
      if (file.read(chunk, end - length) < length) {
        throw new IOException("it was cut while it was read");
      }
      end -= length;
      searched += length;
      int last = lastFeed(chunk, length);
      if (ended < 0 && last >= 0) {
        ended = end + last + 1;
      }
      lines(chunk, length);
    }
    if (end == 0) {
      add(rest);
    }
    // Of a file that is one endless line nothing is left to be shown.
    Position begin = file.position(false);
    return ended < 0 && end > 0 ? begin.at(size, true) : begin.at(Math.max(ended, 0), false);
  }

  private static int lastFeed(byte[] bytes, int before) {
    int at = before - 1;
    while (at >= 0 && bytes[at] != '\n') {
      at--;
    }
    return at;
  }

  /** What stands before the first line feed belongs to the chunk before this one. */
  private void lines(byte[] chunk, int length) {
    int to = length;
    for (int feed = lastFeed(chunk, to); feed >= 0; feed = lastFeed(chunk, to)) {
      add(joined(chunk, feed + 1, to));
      rest = new byte[0];
      to = feed;
      if (enough()) {
        return;
      }
    }
    rest = joined(chunk, 0, to);
  }

  /** Of a line that is longer than can be looked at the beginning is kept. */
  private byte[] joined(byte[] chunk, int from, int to) {
    int own = Math.min(to - from, LineCounter.LONGEST_LINE);
    byte[] line = Arrays.copyOf(Arrays.copyOfRange(chunk, from, from + own), own + rest.length);
    System.arraycopy(rest, 0, line, own, rest.length);
    return line.length > LineCounter.LONGEST_LINE
        ? Arrays.copyOf(line, LineCounter.LONGEST_LINE)
        : line;
  }

  private void add(byte[] line) {
    @Nullable String fits = line.length == 0 ? null : sought.filter().of(line, 0, line.length);
    if (sought.span().isAlways()) {
      take(fits);
      return;
    }
    Instant at = line.length == 0 ? null : sought.times().of(line, 0, line.length);
    if (at != null) {
      if (sought.span().holds(at)) {
        waiting.descendingIterator().forEachRemaining(this::take);
        take(fits);
      }
      waiting.clear();
      past = sought.span().isAfter(at);
    } else if (fits != null && waiting.size() < wanted) {
      waiting.addFirst(fits);
    }
  }

  private void take(@Nullable String line) {
    if (line != null && found.size() < wanted) {
      found.addFirst(line);
    }
  }

  /** Whether nothing that lies before can be wanted any more. */
  boolean enough() {
    return past || found.size() >= wanted;
  }

  /** How many lines could not be told a time of. */
  long untimed() {
    return waiting.size();
  }

  List<String> lines() {
    return List.copyOf(found);
  }

  /** In bytes. */
  long searched() {
    return searched;
  }
}
