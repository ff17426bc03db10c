package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A crontab (crontab(5)): a user's, or the system's, whose lines name an account. */
final class Crontab {
  private static final Map<String, String> NAMED =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final Pattern LINE =
      Pattern.compile(
          "(?<when>@[a-z]+|(?:[0-9A-Za-z*,/-]+\\s+){4}[0-9A-Za-z*,/-]+)\\s+(?<rest>.+)");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\s*=.*");
  private static final Pattern ACCOUNT =
      Pattern.compile("(?<account>[a-z_][a-z0-9_-]*)\\s+(?<command>.+)");

  private Crontab() {}

  /**
   * One line.
   *
   * @param when five fields; null for {@code @reboot}, which no schedule can say
   * @param account null in a user's crontab
   */
  record Line(int number, @Nullable String when, @Nullable String account, String command) {
    /** The same in that account's crontab. */
    Line of(String owner) {
      return new Line(number, when, owner, command);
    }
  }

  /**
   * @param system whether the sixth field is an account, as in {@code /etc/crontab}
   */
  static List<Line> read(String text, boolean system) {
    List<Line> all = new ArrayList<>();
    String[] lines = text.split("\\R");
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      Matcher matcher = LINE.matcher(line);
      if (line.startsWith("#") || SETTING.matcher(line).matches() || !matcher.matches()) {
        continue;
      }
      String when = matcher.group("when");
      String fields = when.startsWith("@") ? NAMED.get(when) : when.replaceAll("\\s+", " ");
      String rest = matcher.group("rest");
      Matcher named = ACCOUNT.matcher(rest);
      if (system && named.matches()) {
        all.add(new Line(i + 1, fields, named.group("account"), named.group("command")));
      } else {
        all.add(new Line(i + 1, fields, null, rest));
      }
    }
    return all;
  }

  /** Whether the lines name accounts: those of {@code /etc} do. */
  static boolean isSystems(String path) {
    return path.equals("/etc/crontab") || path.startsWith("/etc/cron.d/");
  }
}
