package jigi.operate.backup.source.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a tar archive in the interchange format of POSIX.1-2001 (pax), which {@code tar} reads.
 * The content of a file is written by whoever wrote its entry, all of it.
 */
final class TarOutput {
  static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;
  private static final long LARGEST_OCTAL = 0x1FFFFFL;
  private static final long LARGEST_SIZE = 0x1FFFFFFFFL;

  private final OutputStream out;

  TarOutput(OutputStream out) {
    this.out = out;
  }

  void begin(Entry entry) throws IOException {
    Map<String, String> more = new TreeMap<>(entry.attributes());
    String name = entry.kind() == Entry.Kind.FOLDER ? entry.name() + "/" : entry.name();
    addText(more, "path", name);
    addText(more, "linkpath", entry.link());
    addNumber(more, "size", entry.size(), LARGEST_SIZE);
    addNumber(more, "mtime", entry.modified(), LARGEST_SIZE);
    addNumber(more, "uid", entry.uid(), LARGEST_OCTAL);
    addNumber(more, "gid", entry.gid(), LARGEST_OCTAL);
    if (!more.isEmpty()) {
      byte[] records = records(more);
      header("pax", 'x', 0644, 0, 0, 0, records.length, "");
      out.write(records);
      pad(records.length);
    }
    header(
        name,
        entry.kind().type(),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.modified(),
        entry.size(),
        entry.link());
  }

  private static void addText(Map<String, String> more, String key, String text) {
    boolean plain = text.length() <= LONGEST_NAME && text.chars().allMatch(c -> c > 0 && c < 128);
    if (!plain) {
      more.put(key, text);
    }
  }

  private static void addNumber(Map<String, String> more, String key, long value, long most) {
    if (value < 0 || value > most) {
      more.put(key, String.valueOf(value));
    }
  }

  /** In which a record of the header is written. */
  static Charset charset(String key) {
    return key.startsWith(Attributes.XATTR) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
  }

  /** Each record begins with its own length, which counts its own digits. */
  private static byte[] records(Map<String, String> more) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    more.forEach(
        (key, value) -> {
          byte[] name = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
          byte[] bytes = value.getBytes(charset(key));
          int rest = name.length + bytes.length + 1;
          int length = rest + 1;
          while (String.valueOf(length).length() + rest != length) {
            length++;
          }
          all.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
          all.writeBytes(name);
          all.writeBytes(bytes);
          all.write('\n');
        });
    return all.toByteArray();
  }

  private void header(
      String name, char type, int mode, long uid, long gid, long modified, long size, String link)
      throws IOException {
    byte[] block = new byte[BLOCK];
    text(block, 0, LONGEST_NAME, name);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, Math.clamp(uid, 0, LARGEST_OCTAL));
    octal(block, 116, 8, Math.clamp(gid, 0, LARGEST_OCTAL));
    octal(block, 124, 12, Math.clamp(size, 0, LARGEST_SIZE));
    octal(block, 136, 12, Math.clamp(modified, 0, LARGEST_SIZE));
    block[156] = (byte) type;
    text(block, 157, LONGEST_NAME, link);
    text(block, 257, 6, "ustar");
    block[263] = '0';
    block[264] = '0';
    octal(block, 148, 7, sum(block));
    block[155] = ' ';
    out.write(block);
  }

  private static void text(byte[] block, int at, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, Math.min(length, bytes.length));
  }

  private static void octal(byte[] block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    String padded = "0".repeat(Math.max(0, length - 1 - digits.length())) + digits;
    System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, block, at, length - 1);
  }

  /** Of all bytes, those of the sum itself taken for blanks. */
  static int sum(byte[] block) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Fills the last block of a file. */
  void pad(long size) throws IOException {
    int rest = (int) (size % BLOCK);
    if (rest > 0) {
      out.write(new byte[BLOCK - rest]);
    }
  }

  void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }
}
