package jigi.operate.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a plan's files are named: {@code backup_{database}_{time:yyyyMMdd_HHmmss}.dump}.
 *
 * @param text as written
 */
record FileName(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)(?::([^{}]*))?}");
  private static final String TIME = "yyyyMMdd_HHmmss";

  /** What is not to be misread by a file system or a shell. */
  private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{N}._-]");

  /** What is filled in. */
  record Of(String system, String plan, String item, Instant at, ZoneId zone) {}

  /** Null when it is well made, else what is wrong with it. */
  static @Nullable String fault(String text) {
    boolean dated = false;
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      String pattern = matcher.group(2);
      switch (matcher.group(1)) {
        case "database", "item", "plan", "system" -> {
          if (pattern != null) {
            return "'" + matcher.group(1) + "' takes no pattern";
          }
        }
        case "time" -> {
          dated = true;
          if (pattern != null && !valid(pattern)) {
            return "not a pattern of a time ('" + pattern + "')";
          }
        }
        default -> {
          return "nothing is called '" + matcher.group(1) + "'";
        }
      }
    }
    String rest = PLACEHOLDER.matcher(text).replaceAll("");
    if (rest.contains("{") || rest.contains("}")) {
      return "a brace is left open";
    }
    return dated ? null : "two backups would have the same name";
  }

  private static boolean valid(String pattern) {
    try {
      String made =
          DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
              .format(Instant.EPOCH.atZone(ZoneId.of("UTC")));
      return !made.isBlank();
    } catch (IllegalArgumentException | DateTimeException e) {
      return false;
    }
  }

  String of(Of of) {
    Map<String, String> words =
        Map.of("database", of.item(), "item", of.item(), "plan", of.plan(), "system", of.system());
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> {
              String word = words.get(match.group(1));
              return Matcher.quoteReplacement(
                  word == null ? time(match.group(2), of) : UNSAFE.matcher(word).replaceAll("_"));
            });
  }

  private static String time(@Nullable String pattern, Of of) {
    return DateTimeFormatter.ofPattern(pattern == null ? TIME : pattern, Locale.ROOT)
        .format(of.at().atZone(of.zone()));
  }
}
