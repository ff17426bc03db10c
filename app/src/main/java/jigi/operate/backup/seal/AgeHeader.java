package jigi.operate.backup.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import jigi.operate.backup.seal.SealException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The header of an age file: who can unwrap its key, and a code over all of it.
 *
 * @param signed the bytes that the code is made of: up to the dashes of its line
 */
record AgeHeader(List<Stanza> stanzas, byte[] signed, byte[] code) {
  private static final String VERSION = "age-encryption.org/v1";
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_LINES = 4096;
  private static final int COLUMNS = 64;

  /** A key wrapped for somebody. */
  record Stanza(List<String> words, byte[] body) {
    void write(StringBuilder out) {
      out.append("-> ").append(String.join(" ", words)).append('\n');
      String text = base64(body);
      int at = 0;
      // The last line is shorter than the others, and may be empty.
      for (; text.length() - at >= COLUMNS; at += COLUMNS) {
        out.append(text, at, at + COLUMNS).append('\n');
      }
      out.append(text, at, text.length()).append('\n');
    }
  }

  /** What comes before the code. */
  static byte[] unsigned(List<Stanza> stanzas) {
    StringBuilder out = new StringBuilder(VERSION).append('\n');
    stanzas.forEach(stanza -> stanza.write(out));
    return out.append("---").toString().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] codeLine(byte[] code) {
    return (" " + base64(code) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  static AgeHeader read(InputStream stored) throws IOException {
    String first = line(stored);
    if (!first.equals(VERSION)) {
      throw VERSION.startsWith(first) && first.length() < VERSION.length()
          ? new SealException(Kind.TRUNCATED, "the data ends within its header")
          : new SealException(Kind.OTHER_FORMAT, "the data was not sealed by age");
    }
    List<Stanza> stanzas = new ArrayList<>();
    StringBuilder read = new StringBuilder(VERSION).append('\n');
    String line = line(stored);
    for (int count = 0; !line.startsWith("---"); count++) {
      if (!line.startsWith("-> ") || count > MOST_LINES) {
        throw broken(line);
      }
      read.append(line).append('\n');
      stanzas.add(stanza(line, stored, read));
      line = line(stored);
    }
    byte[] code = line.startsWith("--- ") ? decoded(line.substring(4)) : null;
    if (code == null) {
      throw broken(line);
    }
    read.append("---");
    return new AgeHeader(stanzas, read.toString().getBytes(StandardCharsets.ISO_8859_1), code);
  }

  private static Stanza stanza(String line, InputStream stored, StringBuilder read)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String part;
    do {
      part = line(stored);
      byte[] bytes = decoded(part);
      if (bytes == null || part.length() > COLUMNS) {
        throw broken(part);
      }
      read.append(part).append('\n');
      body.write(bytes);
    } while (part.length() == COLUMNS);
    return new Stanza(List.of(line.substring(3).split(" ", -1)), body.toByteArray());
  }

  private static SealException broken(String line) {
    return line.isEmpty()
        ? new SealException(Kind.TRUNCATED, "the data ends within its header")
        : new SealException(Kind.DAMAGED, "the header of the encrypted data is damaged");
  }

  private static String line(InputStream stored) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int b = stored.read();
        b >= 0 && b != '\n' && out.size() < LONGEST_LINE;
        b = stored.read()) {
      out.write(b);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Null for what is not the one way to write some bytes. */
  static byte @Nullable [] decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return base64(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
