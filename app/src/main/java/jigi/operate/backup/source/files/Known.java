package jigi.operate.backup.source.files;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * What is known of files, one a line in the order of a {@link Tree}: read in step with a walk or an
 * archive, so that it never has to be in memory.
 */
final class Known implements Closeable {
  private final BufferedReader in;
  private @Nullable Line next;

  /**
   * A file.
   *
   * @param name in the archive
   * @param from the id of the backup that holds its content
   * @param state of the file when it was read; empty where nobody asks for it
   * @param sha256 of its content in hexadecimal; empty where nobody asks for it
   */
  record Line(String name, String from, String state, String sha256) {}

  private Known(BufferedReader in) throws IOException {
    this.in = in;
    this.next = read();
  }

  static Known open(Path file) throws IOException {
    return new Known(
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)));
  }

  /** Whether it is there and can be read to its end. */
  static boolean isWhole(Path file) {
    try (Known known = open(file)) {
      while (known.next() != null) {
        known.pass();
      }
      return true;
    } catch (IOException | UserError e) {
      return false; // then everything is read again, which is never wrong
    }
  }

  /** Writes lines into a new file. */
  static Writer write(Path file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
            StandardCharsets.UTF_8));
  }

  static String text(Line line) {
    return Json.write(line) + "\n";
  }

  private @Nullable Line read() throws IOException {
    String line = in.readLine();
    return line == null ? null : Json.read(line, Line.class);
  }

  /** The line that comes next; null at the end. */
  @Nullable Line next() {
    return next;
  }

  /** Passes the line that comes next. */
  void pass() throws IOException {
    next = read();
  }

  /** Passes all lines before a name, and gives the one of that name; null when it has none. */
  @Nullable Line find(String name) throws IOException {
    while (next != null && compare(next.name(), name) < 0) {
      pass();
    }
    return next != null && next.name().equals(name) ? next : null;
  }

  /** The order of a walk: what is in a folder follows it at once, sorted by its characters. */
  static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Integer.compare(a == '/' ? -1 : a, b == '/' ? -1 : b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
