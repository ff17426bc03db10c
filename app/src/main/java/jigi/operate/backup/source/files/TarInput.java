package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/** Reads archives of {@link TarOutput}, and trusts nothing in them. */
final class TarInput {
  private static final int BLOCK = TarOutput.BLOCK;
  private static final int LONGEST_RECORDS = 1024 * 1024;

  private final InputStream in;
  private long left;
  private long padding;

  TarInput(InputStream in) {
    this.in = in;
  }

  /**
   * The next entry; its content follows by {@link #read}. Null at the end of the archive.
   *
   * @throws BackupException {@code dump-damaged}
   */
  @Nullable Entry next() throws BackupException, InterruptedException {
    byte[] skipped = new byte[64 * 1024];
    while (left > 0) {
      read(skipped);
    }
    skipPadding();
    byte[] block = block();
    if (isEmpty(block)) {
      requireEnd();
      return null;
    }
    Map<String, String> more = Map.of();
    if (block[156] == 'x') {
      more = records(block);
      block = block();
    }
    Entry entry = entry(block, more);
    left = entry.size();
    padding = (BLOCK - left % BLOCK) % BLOCK;
    return entry;
  }

  /**
   * Content of the entry.
   *
   * @return how many bytes; -1 when there are no more
   */
  int read(byte[] buffer) throws BackupException, InterruptedException {
    if (left == 0) {
      return -1;
    }
    int n = some(buffer, 0, (int) Math.min(buffer.length, left));
    if (n < 0) {
      throw cut();
    }
    left -= n;
    return n;
  }

  private void skipPadding() throws BackupException, InterruptedException {
    byte[] rest = new byte[(int) padding];
    fill(rest);
    padding = 0;
  }

  private byte[] block() throws BackupException, InterruptedException {
    byte[] block = new byte[BLOCK];
    fill(block);
    return block;
  }

  private void fill(byte[] target) throws BackupException, InterruptedException {
    for (int at = 0; at < target.length; ) {
      int n = some(target, at, target.length - at);
      if (n < 0) {
        throw cut();
      }
      at += n;
    }
  }

  private int some(byte[] target, int offset, int length)
      throws BackupException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return in.read(target, offset, length);
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw BackupException.of(e);
    }
  }

  private static BackupException cut() {
    return new BackupException("dump-damaged", "the archive is cut off");
  }

  private static BackupException damaged(String what) {
    return new BackupException("dump-damaged", "this is no whole archive: " + what);
  }

  private static boolean isEmpty(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  private void requireEnd() throws BackupException, InterruptedException {
    if (!isEmpty(block())) {
      throw damaged("its end is not one");
    }
    byte[] more = new byte[1];
    if (some(more, 0, 1) >= 0) {
      throw damaged("something follows its end");
    }
  }

  private Map<String, String> records(byte[] block) throws BackupException, InterruptedException {
    requireSum(block);
    long size = octal(block, 124, 12);
    if (size > LONGEST_RECORDS) {
      throw damaged("a header of " + size + " bytes");
    }
    byte[] text = new byte[(int) size];
    fill(text);
    padding = (BLOCK - size % BLOCK) % BLOCK;
    skipPadding();
    Map<String, String> records = new HashMap<>();
    for (int at = 0; at < text.length; ) {
      int blank = at;
      while (blank < text.length && text[blank] != ' ') {
        blank++;
      }
      int length = number(new String(text, at, blank - at, StandardCharsets.US_ASCII));
      if (length < 5 || at + length > text.length) {
        throw damaged("a header record of " + length + " bytes");
      }
      int end = at + length - 1;
      int equals = blank + 1;
      while (equals < end && text[equals] != '=') {
        equals++;
      }
      if (equals >= end) {
        throw damaged("a header record without a value");
      }
      String key = new String(text, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      Charset charset = TarOutput.charset(key);
      records.put(key, new String(text, equals + 1, end - equals - 1, charset));
      at += length;
    }
    return records;
  }

  private static int number(String digits) throws BackupException {
    if (!digits.matches("[0-9]{1,9}")) {
      throw damaged("no number ('" + digits + "')");
    }
    return Integer.parseInt(digits);
  }

  private static Entry entry(byte[] block, Map<String, String> more) throws BackupException {
    requireSum(block);
    String name = more.getOrDefault("path", text(block, 0, 100));
    Entry.Kind kind =
        switch (block[156]) {
          case '0' -> Entry.Kind.FILE;
          case '1' -> Entry.Kind.NAME;
          case '2' -> Entry.Kind.LINK;
          case '5' -> Entry.Kind.FOLDER;
          default -> throw damaged("an entry of type '" + (char) block[156] + "'");
        };
    String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    String link = more.getOrDefault("linkpath", text(block, 157, 100));
    requireInside(bare);
    if (kind == Entry.Kind.NAME) {
      requireInside(link);
    }
    Map<String, String> attributes = new HashMap<>(more);
    attributes.keySet().removeIf(key -> !Attributes.isOne(key));
    return new Entry(
        bare,
        kind,
        (int) octal(block, 100, 8),
        value(more, "uid", octal(block, 108, 8)),
        value(more, "gid", octal(block, 116, 8)),
        value(more, "mtime", octal(block, 136, 12)),
        value(more, "size", octal(block, 124, 12)),
        link,
        attributes);
  }

  private static void requireInside(String name) throws BackupException {
    boolean leavesFolder = Arrays.asList(name.split("/", -1)).contains("..");
    if (name.isEmpty() || name.startsWith("/") || leavesFolder || name.indexOf('\0') >= 0) {
      throw damaged("a name that leads elsewhere (" + name + ")");
    }
  }

  private static long value(Map<String, String> more, String key, long usual)
      throws BackupException {
    String given = more.get(key);
    if (given == null) {
      return usual;
    }
    if (!given.matches("-?[0-9]{1,18}")) {
      throw damaged("no number ('" + given + "')");
    }
    return Long.parseLong(given);
  }

  private static void requireSum(byte[] block) throws BackupException {
    if (octal(block, 148, 7) != TarOutput.sum(block)) {
      throw damaged("a header's sum is wrong");
    }
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] block, int at, int length) throws BackupException {
    String digits = text(block, at, length).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw damaged("no number ('" + digits + "')");
    }
    return Long.parseLong(digits, 8);
  }
}
