package jigi.base.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the masked output of an attempt. Offsets count all bytes that the attempt ever logged; of
 * long output the shim keeps the beginning and the end, and reading says how much lies between.
 */
public final class AttemptLog {
  private static final Pattern ESCAPES =
      Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|.)");
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cntrl}&&[^\t]]|[\u202a-\u202e\u2066-\u2069]");

  private final Path folder;

  AttemptLog(Path folder) {
    this.folder = folder;
  }

  /**
   * Whole lines from the given offset on.
   *
   * @param offset from 0: where a line begins, as a page before this one said
   * @param limit at most so many bytes, at least one line
   */
  public LogPage read(long offset, int limit) {
    TreeMap<Long, Path> parts = parts();
    Map.Entry<Long, Path> part = parts.floorEntry(offset);
    long skipped = 0;
    // Who asks from amidst what was not kept learns of all of it.
    long from = part == null ? offset : Math.min(offset, part.getKey() + length(part.getValue()));
    byte[] bytes = part == null ? new byte[0] : bytes(part.getValue(), from - part.getKey(), limit);
    while (bytes.length == 0) {
      Map.Entry<Long, Path> next = parts.higherEntry(part == null ? from - 1 : part.getKey());
      if (next == null) {
        return new LogPage(skipped, List.of(), from, false);
      }
      skipped += next.getKey() - from;
      from = next.getKey();
      part = next;
      bytes = bytes(part.getValue(), 0, limit);
    }
    List<LogLine> lines = new ArrayList<>();
    long end = from + lines(bytes, from, lines);
    return new LogPage(skipped, List.copyOf(lines), end, hasMore(parts, end));
  }

  /** The last lines. */
  public List<LogLine> tail(int lines) {
    long size = size();
    List<LogLine> all = new ArrayList<>();
    long at = Math.max(0, size - 200L * lines - 2000);
    LogPage page = read(at, 64 * 1024);
    boolean whole = at == 0 || page.skipped() > 0;
    all.addAll(
        whole || page.lines().isEmpty()
            ? page.lines()
            : page.lines().subList(1, page.lines().size()));
    while (page.more()) {
      page = read(page.next(), 64 * 1024);
      all.addAll(page.lines());
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  /** Bytes that were ever logged, as far as files tell; those that were not kept are counted. */
  public long size() {
    Map.Entry<Long, Path> last = parts().lastEntry();
    return last == null ? 0 : last.getKey() + length(last.getValue());
  }

  private TreeMap<Long, Path> parts() {
    TreeMap<Long, Path> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().startsWith("log."))
          .forEach(f -> parts.put(Long.parseLong(f.getFileName().toString().substring(4)), f));
    } catch (NoSuchFileException e) {
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return parts;
  }

  private static boolean hasMore(TreeMap<Long, Path> parts, long end) {
    Map.Entry<Long, Path> last = parts.lastEntry();
    return last != null && last.getKey() + length(last.getValue()) > end;
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // the shim took a middle part away between listing and reading
    }
  }

  private static byte[] bytes(Path file, long position, int limit) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long there = channel.size() - position;
      if (there <= 0) {
        return new byte[0];
      }
      int wanted = (int) Math.min(there, Math.max(limit, 128 * 1024));
      ByteBuffer buffer = ByteBuffer.allocate(wanted);
      while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
        continue;
      }
      byte[] read = new byte[buffer.position()];
      buffer.flip().get(read);
      return wholeLines(read, limit);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * The longest run of whole lines within the limit; one line at least when a whole one is there.
   */
  private static byte[] wholeLines(byte[] bytes, int limit) {
    int end = 0;
    for (int i = 0; i < bytes.length && (i < limit || end == 0); i++) {
      if (bytes[i] == '\n') {
        end = i + 1;
      }
    }
    return java.util.Arrays.copyOf(bytes, end);
  }

  private static int lines(byte[] bytes, long from, List<LogLine> into) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        into.add(parse(from + start, line));
        start = i + 1;
      }
    }
    return start;
  }

  private static LogLine parse(long offset, String line) {
    int space = line.indexOf(' ');
    if (space < 1
        || line.length() < space + 3
        || !line.chars().limit(space).allMatch(AttemptLog::digit)) {
      return new LogLine(offset, Instant.EPOCH, LogLine.Stream.OUT, clean(line), false);
    }
    char letter = line.charAt(space + 1);
    return new LogLine(
        offset,
        Instant.ofEpochMilli(Long.parseLong(line, 0, space, 10)),
        letter == 'e' || letter == 'E' ? LogLine.Stream.ERR : LogLine.Stream.OUT,
        clean(line.substring(space + 3)),
        Character.isUpperCase(letter));
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  /** A terminal's colours and cursor moves have no meaning on a page and may deceive a reader. */
  private static String clean(String text) {
    return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("\ufffd");
  }
}
