package jigi.detect.discovery;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line of a crontab as a runbook that calls the unchanged command. */
final class CronRunbook {
  private CronRunbook() {}

  /** {@code 0 2 * * * /opt/backup.sh} becomes {@code runbooks/cron-backup.md}. */
  static Map.Entry<String, String> of(
      String file, Crontab.Line line, String host, Set<String> taken) {
    String name = DraftText.name("cron-" + program(line.command()), taken);
    String account = line.account();
    String text =
        """
        ---
        # from %s:%d; take the line out there when this is in force, or it runs twice
        runbook: %s
        title: %s
        %s
        ---
        ## Run
        ```sh run on=%s timeout=1h%s
        %s
        ```
        """
            .formatted(
                file,
                line.number(),
                name,
                DraftText.quoted(shortened(line.command())),
                schedule(line.when()),
                host,
                account == null || account.equals("root") ? as(account) : " as=" + account,
                input(line.command()));
    return Map.entry("runbooks/" + name + ".md", text);
  }

  /** A step acts as nobody unless it says otherwise; root is said, never assumed. */
  private static String as(@Nullable String account) {
    return account == null ? "" : " as=root";
  }

  private static String schedule(@Nullable String when) {
    return when == null
        ? "# @reboot has no schedule here: start what must run always by systemd or compose"
        : "schedule: cron " + when;
  }

  private static String shortened(String command) {
    String line = command.replaceAll("\\s+", " ").strip();
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }

  /** A bare percent sign ends the command; what follows is its input (crontab(5)). */
  private static String input(String command) {
    String[] parts = command.split("(?<!\\\\)%", 2);
    String plain = parts[0].replace("\\%", "%").strip();
    if (parts.length == 1) {
      return plain;
    }
    String lines = parts[1].replaceAll("(?<!\\\\)%", "\n").replace("\\%", "%");
    return plain + " <<'END_OF_INPUT'\n" + lines + "\nEND_OF_INPUT";
  }

  /** The script's name without its folder and ending; of {@code cd /x && ./run.sh} it is run. */
  private static String program(String command) {
    String[] parts = command.split("&&|;");
    for (String part : parts) {
      for (String word : part.strip().split("\\s+")) {
        String base = word.substring(word.lastIndexOf('/') + 1);
        boolean wrapper =
            base.matches(
                    "cd|sudo|sh|bash|nice|ionice|flock|env|python3?|php|node|perl|test|\\[|-.*")
                || base.contains("=")
                || part.strip().startsWith("cd ");
        if (!wrapper && base.matches("[A-Za-z0-9].*")) {
          return base.replaceFirst("\\.(sh|py|php|pl|rb|js)$", "");
        }
      }
    }
    return "job";
  }
}
