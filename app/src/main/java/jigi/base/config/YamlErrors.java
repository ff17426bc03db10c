package jigi.base.config;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what the parser of YAML complains of in words of the person who wrote the file. */
final class YamlErrors {
  /**
   * What is said instead of what.
   *
   * @param atContext whether the place to look at is where the broken construct begins
   */
  private record Saying(String part, String what, String hint, boolean atContext) {}

  private static final List<Saying> SAYINGS =
      List.of(
          new Saying("TAB", "a tab where spaces must stand", "indent with spaces", false),
          new Saying(
              "mapping values are not allowed",
              "a second ': ' in one line",
              "put quotes around a text that holds ': ', or begin a line of its own",
              false),
          new Saying(
              "expected ',' or ']'",
              "a list in brackets is not closed",
              "add ']', and ',' between its values",
              true),
          new Saying(
              "expected ',' or '}'",
              "a mapping in braces is not closed",
              "add '}', and ',' between its entries",
              true),
          new Saying(
              "unexpected end of stream",
              "a text in quotes is not closed",
              "add the closing quote",
              true),
          new Saying(
              "but found another document",
              "a second document begins here",
              "remove the line '---'",
              false),
          new Saying(
              "undefined alias",
              "'*' refers to an anchor that stands nowhere above",
              "put quotes around a text that begins with '*', or set the anchor with '&'",
              false),
          new Saying(
              "could not find expected ':'",
              "a key without ': ' behind it",
              "write 'key: value', and put quotes around a text of several lines",
              true),
          new Saying(
              "unknown escape character",
              "a backslash that means nothing here",
              "use single quotes, in which a backslash is a backslash",
              false),
          new Saying(
              "expected <block end>",
              "this does not fit the lines above it",
              "indent it like its neighbours, and look for a quote that is not closed",
              false),
          new Saying(
              "cannot start any token",
              "a text cannot begin with this character",
              "put quotes around the text",
              false));

  private YamlErrors() {}

  /** What is wrong, what to do, and the mark to look at; null when there is none. */
  record Told(String what, String hint, @org.jspecify.annotations.Nullable Mark mark) {}

  static Told tell(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    Mark mark = e.getProblemMark().orElse(null);
    for (Saying saying : SAYINGS) {
      if (problem.contains(saying.part())) {
        Mark at = saying.atContext() ? e.getContextMark().orElse(mark) : mark;
        return new Told("not valid YAML: " + saying.what(), saying.hint(), at);
      }
    }
    return new Told(
        "not valid YAML: " + problem, "check the indentation and the quotes here", mark);
  }
}
