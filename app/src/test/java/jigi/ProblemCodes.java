package jigi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The codes of problems that the sources can report: every kebab-case literal that stands as an
 * argument in a call of {@code error}, {@code warning} or {@code settle}, or in a {@code new
 * Problem}.
 */
final class ProblemCodes {
  private static final Pattern CALL =
      Pattern.compile("(?:\\.\\s*(?:error|warning|settle)|\\bbad|\\bnew Problem)\\s*\\(");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:-[a-z]+)+|cycle)\"");

  private static final Path CONFIG = Path.of("jigi/base/config");

  private ProblemCodes() {}

  /** Each code with a file that uses it. */
  static Map<String, Path> inSources(Path root) throws IOException {
    Map<String, Path> codes = new TreeMap<>();
    for (Path file : sources(root)) {
      String text = Files.readString(file);
      if (!text.contains("import jigi.base.config.") && !file.startsWith(root.resolve(CONFIG))) {
        continue;
      }
      Matcher call = CALL.matcher(text);
      while (call.find()) {
        Matcher literal = LITERAL.matcher(arguments(text, call.end()));
        while (literal.find()) {
          codes.put(literal.group(1), file);
        }
      }
    }
    return codes;
  }

  /** What stands between the parenthesis before {@code from} and the one that closes it. */
  private static String arguments(String text, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0 && at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at = endOfLiteral(text, at);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      at++;
    }
    return text.substring(from, at);
  }

  private static int endOfLiteral(String text, int quote) {
    int at = quote + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
    }
    return found;
  }
}
