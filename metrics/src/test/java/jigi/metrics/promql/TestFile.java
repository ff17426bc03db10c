package jigi.metrics.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.metrics.promql.TestCommand.Expectation;
import jigi.metrics.promql.TestCommand.Result;
import jigi.metrics.promql.TestCommand.TestSeries;
import org.jspecify.annotations.Nullable;

/** Reads a Prometheus test file. */
final class TestFile {
  private static final Pattern LOAD = pattern("^load(_with_nhcb)?\\s+(.+?)$");
  private static final Pattern INSTANT =
      pattern("^eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)$");
  private static final Pattern RANGE =
      pattern(
          "^eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)\\s+(.+)$");
  private static final Pattern EXPECT =
      pattern("^expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?$");
  private static final Pattern EXPECT_MATRIX =
      pattern("^expect range vector\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)$");

  private final Path path;
  private final List<String> lines;
  private int next;

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.UNIX_LINES);
  }

  private TestFile(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines;
  }

  static List<TestCommand> read(Path path) throws IOException {
    // Only a line feed ends a line, and a dot stands for every other character, as in Go.
    List<String> lines =
        Arrays.stream(Files.readString(path).split("\n", -1))
            .map(String::strip)
            .map(line -> line.startsWith("#") ? "" : line)
            .toList();
    return new TestFile(path, lines).commands();
  }

  private List<TestCommand> commands() {
    List<TestCommand> commands = new ArrayList<>();
    while (next < lines.size()) {
      String line = lines.get(next++);
      int at = next;
      if (!line.isEmpty()) {
        try {
          commands.add(command(line));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          commands.add(new TestCommand.Unreadable(at, line, String.valueOf(e.getMessage())));
          skipIndented();
        }
      }
    }
    return commands;
  }

  private TestCommand command(String line) {
    String word = line.split("[\t ]+", 2)[0].toLowerCase(Locale.ROOT);
    if (word.equals("clear")) {
      return new TestCommand.Clear(next);
    }
    if (word.startsWith("load")) {
      return load(line);
    }
    if (word.startsWith("eval")) {
      return eval(line);
    }
    throw error("unknown command");
  }

  private void skipIndented() {
    while (indented() != null) {
      // the rest of what could not be read
    }
  }

  private IllegalArgumentException error(String message) {
    return new IllegalArgumentException(path + ":" + next + ": " + message);
  }

  private long duration(@Nullable String text) {
    Long millis = text == null ? null : Durations.parseMillis(text);
    if (millis == null) {
      throw error("not a duration: " + text);
    }
    return millis;
  }

  private @Nullable String indented() {
    if (next >= lines.size() || lines.get(next).isEmpty()) {
      return null;
    }
    return lines.get(next++);
  }

  private TestSeries series(String line) {
    try {
      return TestSeries.of(SeriesNotation.parse(line));
    } catch (IllegalArgumentException | PromQlException e) {
      throw error(e.getMessage() + " in: " + line);
    }
  }

  private TestCommand.Load load(String line) {
    int at = next;
    Matcher matcher = LOAD.matcher(line);
    if (!matcher.matches()) {
      throw error("not a load: " + line);
    }
    List<TestSeries> series = new ArrayList<>();
    for (String row = indented(); row != null; row = indented()) {
      series.add(series(row));
    }
    return new TestCommand.Load(
        at, duration(matcher.group(2)), matcher.group(1) != null, List.copyOf(series));
  }

  private TestCommand.Eval eval(String line) {
    Matcher instant = INSTANT.matcher(line);
    if (instant.matches()) {
      long at = duration(instant.group(2));
      return eval(instant.group(1), instant.group(3), at, at, 0);
    }
    Matcher range = RANGE.matcher(line);
    if (range.matches()) {
      return eval(
          range.group(1),
          range.group(5),
          duration(range.group(2)),
          duration(range.group(3)),
          duration(range.group(4)));
    }
    throw error("not an eval: " + line);
  }

  private TestCommand.Eval eval(
      @Nullable String mode, String query, long start, long end, long step) {
    int at = next;
    List<Expectation> expectations = new ArrayList<>();
    if (mode != null) {
      expectations.add(new Expectation(kind(mode), false, null));
    }
    Result result = null;
    List<TestSeries> rows = new ArrayList<>();
    boolean ended = false;
    for (String line = indented(); line != null; line = ended ? null : indented()) {
      Matcher expect = EXPECT.matcher(line);
      Matcher matrix = EXPECT_MATRIX.matcher(line);
      Double scalar = line.matches("[^{ ]+") ? SeriesNotation.number(line) : null;
      if (line.startsWith("expected_fail_message")) {
        expectations.add(failure(line, "expected_fail_message", false));
        ended = true;
      } else if (line.startsWith("expected_fail_regexp")) {
        expectations.add(failure(line, "expected_fail_regexp", true));
        ended = true;
      } else if (matrix.matches()) {
        result = new Result.Matrix(duration(matrix.group(1)), duration(matrix.group(3)), rows);
      } else if (line.startsWith("expect string")) {
        result = new Result.Text(unquoted(line.substring("expect string".length()).strip()));
      } else if (expect.matches()) {
        expectations.add(expectation(expect));
      } else if (scalar != null) {
        // A scalar ends its case: the next line may be the next command.
        result = new Result.Scalar(scalar);
        ended = true;
      } else {
        rows.add(series(line));
      }
    }
    return new TestCommand.Eval(
        at, query, start, end, step, expectations, result == null ? new Result.Rows(rows) : result);
  }

  private static Expectation failure(String line, String keyword, boolean pattern) {
    return new Expectation(
        Expectation.Kind.FAIL, pattern, line.substring(keyword.length()).strip());
  }

  private static Expectation expectation(Matcher expect) {
    String text = expect.group(3);
    return new Expectation(
        kind(expect.group(1)), "regex".equals(expect.group(2)), text == null ? null : text.strip());
  }

  private static Expectation.Kind kind(String word) {
    return Expectation.Kind.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private String unquoted(String literal) {
    if (literal.length() < 2) {
      throw error("not a quoted string: " + literal);
    }
    return Numbers.unquote(literal);
  }
}
