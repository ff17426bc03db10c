package jigi.operate.runbook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds parameters that a script expands outside double quotes, where the shell would split the
 * value and take its {@code *} for file names.
 */
final class ShellQuotes {
  private final String script;
  private final Set<String> names;
  private final Map<String, Integer> found = new LinkedHashMap<>();
  private final Deque<Boolean> outer = new ArrayDeque<>();
  private boolean doubled;
  private int line;
  private int at;

  private ShellQuotes(String script, Set<String> names) {
    this.script = script;
    this.names = names;
  }

  /** Each unquoted name with the line of its first place, from 0. */
  static Map<String, Integer> unquoted(String script, Set<String> names) {
    ShellQuotes quotes = new ShellQuotes(script, names);
    while (quotes.at < script.length()) {
      quotes.step();
    }
    return quotes.found;
  }

  private void step() {
    char c = script.charAt(at);
    switch (c) {
      case '\\' -> {
        line += at + 1 < script.length() && script.charAt(at + 1) == '\n' ? 1 : 0;
        at += 2;
      }
      case '\n' -> {
        line++;
        at++;
      }
      case '"' -> {
        doubled = !doubled;
        at++;
      }
      case '\'' -> single();
      case '#' -> comment();
      case '$' -> dollar();
      case ')' -> {
        if (!doubled && !outer.isEmpty()) {
          doubled = outer.pop();
        }
        at++;
      }
      default -> at++;
    }
  }

  private void single() {
    if (doubled) {
      at++;
      return;
    }
    int end = script.indexOf('\'', at + 1);
    int stop = end < 0 ? script.length() : end + 1;
    line += (int) script.substring(at, stop).chars().filter(c -> c == '\n').count();
    at = stop;
  }

  private void comment() {
    boolean begins = at == 0 || Character.isWhitespace(script.charAt(at - 1));
    if (doubled || !begins) {
      at++;
      return;
    }
    int end = script.indexOf('\n', at);
    at = end < 0 ? script.length() : end;
  }

  private void dollar() {
    at++;
    if (at >= script.length()) {
      return;
    }
    if (script.charAt(at) == '(') {
      outer.push(doubled);
      doubled = false;
      at++;
      return;
    }
    int from = script.charAt(at) == '{' ? at + 1 : at;
    int end = from;
    while (end < script.length()
        && (Character.isLetterOrDigit(script.charAt(end)) || script.charAt(end) == '_')) {
      end++;
    }
    String name = script.substring(from, end);
    if (!doubled && names.contains(name)) {
      found.putIfAbsent(name, line);
    }
    at = Math.max(end, at);
  }
}
