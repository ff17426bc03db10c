package jigi.detect.probe.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the lines of an access log are read. */
sealed interface AccessFormat {
  /** Null when the line is none of the format. */
  @Nullable Request read(String line);

  /**
   * @param text {@code combined}, or a regular expression with named groups
   * @throws PatternSyntaxException when it is neither
   */
  static AccessFormat of(String text) {
    return text.equals("combined") ? new Combined() : Named.of(text);
  }

  /**
   * The combined format of Apache and nginx, and the common one: {@code client - user [time] "GET
   * /path HTTP/1.1" 200 512 …}. What follows is not looked at.
   */
  record Combined() implements AccessFormat {
    @Override
    public @Nullable Request read(String line) {
      int blank = line.indexOf(' ');
      int open = line.indexOf('"');
      int close = open < 0 ? -1 : closing(line, open + 1);
      if (blank <= 0 || close < 0 || close + 5 > line.length() || line.charAt(close + 1) != ' ') {
        return null;
      }
      String status = line.substring(close + 2, close + 5);
      return Request.of(
          line.substring(0, blank), target(line.substring(open + 1, close)), status, null, -1);
    }

    private static int closing(String line, int from) {
      for (int i = from; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          return i;
        }
      }
      return -1;
    }

    /** Of {@code GET /path HTTP/1.1} the path; of what is no request line, all of it. */
    private static String target(String request) {
      String[] words = request.split(" ", 3);
      return words.length >= 2 ? words[1] : request;
    }
  }

  /** A format of the user's own. */
  record Named(Pattern pattern) implements AccessFormat {
    private static final List<String> NEEDED = List.of("client", "path", "status");
    private static final List<String> MORE = List.of("upstream", "seconds");

    static Named of(String text) {
      Pattern pattern = Pattern.compile(text);
      Set<String> groups = pattern.namedGroups().keySet();
      List<String> wrong = new ArrayList<>();
      NEEDED.stream().filter(each -> !groups.contains(each)).forEach(wrong::add);
      if (!wrong.isEmpty()) {
        throw new PatternSyntaxException("it has no group " + String.join(", ", wrong), text);
      }
      groups.stream()
          .filter(each -> !NEEDED.contains(each) && !MORE.contains(each))
          .findFirst()
          .ifPresent(
              each -> {
                throw new PatternSyntaxException("no group is called '" + each + "'", text);
              });
      return new Named(pattern);
    }

    @Override
    public @Nullable Request read(String line) {
      Matcher matcher = pattern.matcher(line);
      if (!matcher.find()) {
        return null;
      }
      return Request.of(
          text(matcher, "client"),
          text(matcher, "path"),
          text(matcher, "status"),
          has("upstream") ? text(matcher, "upstream") : null,
          has("seconds") ? seconds(text(matcher, "seconds")) : -1);
    }

    private boolean has(String group) {
      return pattern.namedGroups().containsKey(group);
    }

    private static String text(Matcher matcher, String group) {
      String found = matcher.group(group);
      return found == null ? "" : found;
    }

    /** Nginx writes "-" for what took no time, and a list where several upstreams were tried. */
    private static double seconds(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return -1;
      }
    }
  }

  /** The line in bytes {@code from} to {@code to}, exclusive. */
  default @Nullable Request read(byte[] bytes, int from, int to) {
    return read(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
