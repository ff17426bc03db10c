package jigi.base.run.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a script apart into statements, and {@code :NAME} into bound parameters. It knows what
 * PostgreSQL and MySQL have in common, and refuses the rest: whoever reads a runbook should not
 * have to know which of the two it is written for.
 */
final class SqlText {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern TAG = Pattern.compile("\\$[A-Za-z_]*\\$");

  /**
   * One statement.
   *
   * @param sql with {@code ?} in the place of each name
   * @param text as it is written
   * @param names of the parameters, in order
   * @param line on which it begins, from 0
   */
  record Statement(String sql, String text, List<Name> names, int line) {
    Statement {
      names = List.copyOf(names);
    }

    /** The first word, in capitals. */
    String verb() {
      return sql.strip().split("[\\s(;]+", 2)[0].toUpperCase(java.util.Locale.ROOT);
    }
  }

  /** A parameter and the line where it stands, from 0. */
  record Name(String name, int line) {}

  /** What is wrong, and the line, from 0. */
  record Fault(String code, String what, String hint, int line) {}

  private final String text;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private StringBuilder sql = new StringBuilder();
  private List<Name> names = new ArrayList<>();
  private int at;
  private int line;
  private int begun = -1;
  private int from;

  private SqlText(String text) {
    this.text = text;
  }

  /** The statements and what is wrong with them. */
  record Parsed(List<Statement> statements, List<Fault> faults) {}

  static Parsed parse(String text) {
    SqlText parser = new SqlText(text);
    while (parser.at < text.length()) {
      parser.step();
    }
    parser.end();
    return new Parsed(List.copyOf(parser.statements), List.copyOf(parser.faults));
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      take(literalEnd(c));
    } else if (text.startsWith("--", at)) {
      skip(indexOf("\n"));
    } else if (text.startsWith("/*", at)) {
      skip(Math.min(text.length(), indexOf("*/") + 2));
    } else if (c == '$') {
      dollar();
    } else if (c == ':') {
      colon();
    } else if (c == ';') {
      end();
      at++;
      from = at;
    } else if (c == '?') {
      fault(
          "bad-placeholder",
          "a '?' stands for no value here",
          "write :NAME for a parameter of the runbook");
      take(at + 1);
    } else {
      take(at + 1);
    }
  }

  private int indexOf(String end) {
    int found = text.indexOf(end, at);
    return found < 0 ? text.length() : found;
  }

  /** A quote is doubled within; a backslash means different things to different databases. */
  private int literalEnd(char quote) {
    int i = at + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && quote == '\'' && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
        fault(
            "ambiguous-literal",
            "a backslash before a quote means different things to different databases",
            "double the quote: 'it''s'");
        return text.length();
      }
      if (c == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i++;
        } else {
          warnOfNames(text.substring(at, i));
          return i + 1;
        }
      }
      i++;
    }
    fault("unterminated-literal", "a quote is never closed (" + quote + ")", "close it");
    return text.length();
  }

  /** A name within quotes is text, which is never what somebody wants. */
  private void warnOfNames(String literal) {
    Matcher named = Pattern.compile("^[^:]:([A-Z][A-Z0-9_]+)$").matcher(literal);
    if (literal.startsWith("'") && named.matches()) {
      fault(
          "quoted-parameter",
          "within quotes ':" + named.group(1) + "' is text",
          "take the quotes away: values are bound, never written into the statement");
    }
  }

  private void dollar() {
    Matcher tag = TAG.matcher(text).region(at, text.length());
    if (tag.lookingAt()) {
      int end = text.indexOf(tag.group(), tag.end());
      if (end < 0) {
        fault("unterminated-literal", "a quote is never closed (" + tag.group() + ")", "close it");
      }
      take(end < 0 ? text.length() : end + tag.group().length());
      return;
    }
    Matcher name = NAME.matcher(text).region(Math.min(at + 1, text.length()), text.length());
    if (name.lookingAt()) {
      fault(
          "bad-placeholder",
          "'$" + name.group() + "' is no value here",
          "write :" + name.group() + ", which is bound");
    }
    take(at + 1);
  }

  private void colon() {
    if (text.startsWith("::", at)) {
      take(at + 2);
      return;
    }
    Matcher name = NAME.matcher(text).region(at + 1, text.length());
    if (name.lookingAt() && !lowerFollows(name.end())) {
      begin();
      names.add(new Name(name.group(), line));
      sql.append('?');
      at = name.end();
    } else {
      take(at + 1);
    }
  }

  private boolean lowerFollows(int end) {
    return end < text.length() && Character.isLetter(text.charAt(end));
  }

  private void begin() {
    if (begun < 0) {
      begun = line;
    }
  }

  private void take(int end) {
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (!Character.isWhitespace(c)) {
        begin();
      }
      if (c == '\n') {
        line++;
      }
      sql.append(c);
    }
  }

  private void skip(int end) {
    for (; at < end; at++) {
      if (text.charAt(at) == '\n') {
        line++;
      }
    }
    sql.append(' ');
  }

  private void end() {
    if (!sql.toString().isBlank()) {
      statements.add(
          new Statement(
              sql.toString().strip(), text.substring(from, at).strip(), names, Math.max(0, begun)));
    }
    sql = new StringBuilder();
    names = new ArrayList<>();
    begun = -1;
  }

  private void fault(String code, String what, String hint) {
    faults.add(new Fault(code, what, hint, line));
  }
}
