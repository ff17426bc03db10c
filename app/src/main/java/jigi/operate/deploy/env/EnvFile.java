package jigi.operate.deploy.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.state.Durable;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code NAME=value} lines, as shells and compose read them. Nothing in it is executed: a
 * value that a shell would execute is a mistake.
 */
public final class EnvFile {
  /** Blanks, {@code export}, the name, and what follows the sign. */
  private static final Pattern LINE =
      Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  /** Between double quotes backslashes escape, between single ones nothing does. */
  private static final Pattern QUOTED =
      Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')(\\s*|\\s+#.*)", Pattern.DOTALL);

  private static final Pattern EXECUTED = Pattern.compile("(?<!\\\\)(?:\\$\\(|`)");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

  private final Path file;
  private final List<String> lines;
  private final Map<String, String> values;

  private EnvFile(Path file, List<String> lines, Map<String, String> values) {
    this.file = file;
    this.lines = List.copyOf(lines);
    this.values = java.util.Collections.unmodifiableMap(values);
  }

  /**
   * @throws UserError {@code env-file-missing}, {@code env-file-unreadable}, {@code
   *     env-file-malformed} with the line
   */
  public static EnvFile read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UserError(
          "env-file-missing", "there is no file " + file, "make it, or correct 'files'", e);
    } catch (IOException e) {
      throw new UserError(
          "env-file-unreadable",
          file + ": " + e.getMessage(),
          "let the account of Jigi read it",
          e);
    }
  }

  static EnvFile parse(Path file, String text) {
    List<String> lines = List.of(text.split("(?<=\n)", -1));
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw malformed(file, i, "is no NAME=value");
      }
      String value = value(matcher.group(3));
      if (value == null) {
        throw malformed(file, i, matcher.group(2) + " has a quote that is not closed");
      }
      if (!matcher.group(3).startsWith("'") && EXECUTED.matcher(matcher.group(3)).find()) {
        throw malformed(file, i, matcher.group(2) + " would be executed by a shell");
      }
      values.put(matcher.group(2), value);
    }
    return new EnvFile(file, lines, values);
  }

  private static UserError malformed(Path file, int line, String what) {
    return new UserError(
        "env-file-malformed",
        file + ":" + (line + 1) + " " + what,
        "write NAME=value, with quotes around a value that has blanks");
  }

  /** Without its quotes and without a comment behind it; null for a quote that is not closed. */
  private static @Nullable String value(String written) {
    if (!written.startsWith("\"") && !written.startsWith("'")) {
      return written.replaceFirst("(^|\\s+)#.*$", "").strip();
    }
    Matcher quoted = QUOTED.matcher(written);
    if (!quoted.matches()) {
      return null;
    }
    String literal = quoted.group(2);
    return literal != null ? literal : quoted.group(1).replaceAll("\\\\([\"\\\\$`])", "$1");
  }

  public Path file() {
    return file;
  }

  /** In the order of the file; of a name that stands there twice the last one. */
  public Map<String, String> values() {
    return values;
  }

  /** The whole text with another value; comments, order and the style of its quotes stay. */
  public String with(String name, String value) {
    List<String> next = new ArrayList<>(lines);
    for (int i = next.size() - 1; i >= 0; i--) {
      Matcher matcher = LINE.matcher(next.get(i).stripTrailing());
      if (matcher.matches() && matcher.group(2).equals(name)) {
        String ending = next.get(i).substring(next.get(i).stripTrailing().length());
        next.set(i, matcher.group(1) + name + "=" + written(matcher.group(3), value) + ending);
        return String.join("", next);
      }
    }
    String all = String.join("", next);
    String gap = all.isEmpty() || all.endsWith("\n") ? "" : "\n";
    return all + gap + name + "=" + quoted(value) + "\n";
  }

  private static String written(String before, String value) {
    Matcher quoted = QUOTED.matcher(before);
    if (quoted.matches()) {
      boolean literal = quoted.group(2) != null && value.indexOf('\'') < 0;
      return (literal ? "'" + value + "'" : escaped(value)) + quoted.group(3);
    }
    Matcher comment = Pattern.compile("\\s+#.*$").matcher(before);
    return quoted(value) + (comment.find() ? comment.group() : "");
  }

  private static String quoted(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    return value.indexOf('\'') < 0 ? "'" + value + "'" : escaped(value);
  }

  private static String escaped(String value) {
    return '"' + value.replaceAll("([\"\\\\$`])", "\\\\$1") + '"';
  }

  /** Writes another value, unless it stands there; mode, owner and group stay. */
  public void write(String name, String value) throws IOException {
    if (!value.equals(values.get(name))) {
      Durable.write(file, with(name, value));
    }
  }
}
