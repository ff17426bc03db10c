package jigi.detect.probe.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import jigi.base.connect.docker.LogFrames;

/** Reads the lines of a container's log, each behind its time, and remembers where it stands. */
final class StreamReader {
  private static final int BLOCK = 1024 * 1024;
  private static final int LONGEST_TIME = 40;

  private final Lines taker;
  private final StreamPosition start;
  private final Instant from;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final ByteArrayOutputStream[] lines = {
    new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream()
  };
  private Instant last;
  private int sameTime;
  private int toSkip;

  StreamReader(Lines taker, StreamPosition start) {
    this.taker = taker;
    this.start = start;
    this.from = Instant.parse(start.at());
    this.last = from;
    this.sameTime = start.lines();
    this.toSkip = start.lines() < 0 ? Integer.MAX_VALUE : start.lines();
  }

  StreamPosition position() {
    return new StreamPosition(start.container(), last.toString(), sameTime);
  }

  void frames(LogFrames frames) throws IOException {
    for (LogFrames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
      piece(frame.stream(), frame.bytes(), frame.bytes().length);
    }
  }

  /** Of a container with a terminal. */
  void plain(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n' || line.size() < LineCounter.LONGEST_LINE) {
        line.write(b);
      }
      if (b == '\n') {
        piece(1, line.toByteArray(), line.size());
        line.reset();
      }
    }
  }

  /** A line behind its time; or a part of one: daemons cut long ones and repeat the time. */
  private void piece(int stream, byte[] bytes, int length) throws IOException {
    int blank = 0;
    while (blank < length && blank < LONGEST_TIME && bytes[blank] != ' ') {
      blank++;
    }
    Instant at = time(new String(bytes, 0, blank, StandardCharsets.US_ASCII));
    int begin = Math.min(blank + 1, length);
    ByteArrayOutputStream line = lines[stream];
    int room = LineCounter.LONGEST_LINE - line.size();
    boolean ended = length > begin && bytes[length - 1] == '\n';
    int content = length - begin - (ended ? 1 : 0);
    line.write(bytes, begin, Math.min(content, Math.max(room, 0)));
    if (content > room) {
      taker.pass(content - (long) Math.max(room, 0));
      if (ended) {
        taker.oversized();
      }
    }
    if (ended) {
      line(at, line);
    }
  }

  private void line(Instant at, ByteArrayOutputStream line) {
    if (at.equals(from) && toSkip > 0) {
      toSkip--;
    } else if (!at.isBefore(from)) {
      line.write('\n');
      block.writeBytes(line.toByteArray());
      if (at.isAfter(last)) {
        last = at;
        sameTime = 1;
      } else if (at.equals(last)) {
        sameTime = Math.max(sameTime, 0) + 1;
      }
    }
    line.reset();
    if (block.size() >= BLOCK) {
      flush();
    }
  }

  /** Hands over what has been gathered. */
  void flush() {
    byte[] bytes = block.toByteArray();
    block.reset();
    taker.block(bytes, bytes.length);
  }

  private static Instant time(String text) throws IOException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IOException("a line of the log has no time", e);
    }
  }
}
