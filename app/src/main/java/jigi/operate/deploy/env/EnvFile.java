package jigi.operate.deploy.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.EnvLine;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.state.Durable;

/**
 * A file of {@code NAME=value} lines, as shells and compose read them. Nothing in it is executed: a
 * value that a shell would execute is a mistake.
 */
public final class EnvFile {
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

  static EnvFile parse(Path file, String whole) {
    List<String> lines = List.of(whole.split("(?<=\n)", -1));
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      EnvLine line = EnvLine.of(text);
      if (line == null) {
        throw malformed(file, i, "is no NAME=value");
      }
      String value = line.value();
      if (value == null) {
        throw malformed(file, i, line.name() + " has a quote that is not closed");
      }
      if (line.isExecuted()) {
        throw malformed(file, i, line.name() + " would be executed by a shell");
      }
      values.put(line.name(), value);
    }
    return new EnvFile(file, lines, values);
  }

  private static UserError malformed(Path file, int line, String what) {
    return new UserError(
        "env-file-malformed",
        file + ":" + (line + 1) + " " + what,
        "write NAME=value, with quotes around a value that has blanks");
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
      String text = next.get(i).stripTrailing();
      EnvLine line = EnvLine.of(text);
      if (line != null && line.name().equals(name)) {
        next.set(i, line.with(value) + next.get(i).substring(text.length()));
        return String.join("", next);
      }
    }
    String all = String.join("", next);
    String gap = all.isEmpty() || all.endsWith("\n") ? "" : "\n";
    return all + gap + EnvLine.made(name, value) + "\n";
  }

  /** Writes another value, unless it stands there; mode, owner and group stay. */
  public void write(String name, String value) throws IOException {
    if (!value.equals(values.get(name))) {
      Durable.write(file, with(name, value));
    }
  }
}
