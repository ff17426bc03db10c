package jigi.detect.probe.host;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import org.jspecify.annotations.Nullable;

/** The figures of a machine behind SSH: one command prints them all, section by section. */
record RemoteFigures(Map<String, List<String>> sections, @Nullable Double clockOffset)
    implements Figures {
  private static final String MARK = "@@ ";

  /**
   * Mounts are asked by {@code stat -f}, which GNU and BusyBox have, and only those of local file
   * systems: a network server that hangs would hang the command. {@code printf %b} undoes the octal
   * digits; the x keeps line breaks at the end of a name.
   */
  private static final String SCRIPT =
      """
      echo "@@ began"; date +%s.%N
      for file in stat loadavg meminfo uptime vmstat net/dev diskstats self/mounts; do
        [ -r "$1/$file" ] && echo "@@ $file" && cat "$1/$file"
      done
      echo "@@ statfs"
      while read -r device folder type rest; do
        case "$2" in *" $type "*) ;; *) continue ;; esac
        path=$(printf '%bx' "$folder"); path=${path%x}
        [ -d "$path" ] || continue
        sizes=$(stat -f -c '%S %b %f %a %c %d' -- "$path" 2>/dev/null) || continue
        echo "$folder $sizes"
      done < "$1/self/mounts"
      echo "@@ ended"; date +%s.%N
      """;

  /**
   * Asks the machine that the check looks at.
   *
   * @throws UserError when it cannot be asked
   * @throws IOException when it does not answer as expected
   */
  static RemoteFigures ask(CheckContext context, String proc)
      throws IOException, InterruptedException {
    Instant sent = RealTime.clock();
    List<String> command =
        List.of("sh", "-c", SCRIPT, "sh", proc, " " + String.join(" ", Filesystems.LOCAL) + " ");
    Captured said = context.capture("root", command, Map.of());
    Instant received = RealTime.clock();
    if (said.timedOut() || said.truncated()) {
      throw new IOException(said.truncated() ? "too many of them" : "not there in time");
    }
    Map<String, List<String>> sections = parse(said.stdout());
    if (!sections.containsKey("ended")) {
      throw new IOException(said.stderr().strip().lines().findFirst().orElse("no answer"));
    }
    return new RemoteFigures(sections, offset(sections, sent, received));
  }

  static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> sections = new HashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(MARK)) {
        current = new ArrayList<>();
        sections.put(line.substring(MARK.length()), current);
      } else {
        current.add(line);
      }
    }
    return sections;
  }

  /**
   * Of the offsets that the four times of an exchange allow (RFC 5905, section 8), the one nearest
   * to none. Their middle would take half of a slow login for an offset: the way there has the
   * login in it, the way back has not. Null where {@code date} tells no fractions.
   */
  static @Nullable Double offset(
      Map<String, List<String>> sections, Instant sent, Instant received) {
    String began = sections.getOrDefault("began", List.of("")).getFirst();
    String ended = sections.getOrDefault("ended", List.of("")).getFirst();
    if (!began.matches("\\d+\\.\\d+") || !ended.matches("\\d+\\.\\d+")) {
      return null;
    }
    double most = Double.parseDouble(began) - seconds(sent);
    double least = Double.parseDouble(ended) - seconds(received);
    return Math.clamp(0.0, Math.min(least, most), Math.max(least, most));
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1e3;
  }

  @Override
  public List<String> lines(String file) throws IOException {
    List<String> lines = sections.get(file);
    if (lines == null) {
      throw new IOException("no " + file);
    }
    return lines;
  }

  @Override
  public @Nullable Filesystem filesystem(Mount mount) {
    for (String line : sections.getOrDefault("statfs", List.of())) {
      String[] words = line.split(" ");
      if (words.length == 7 && words[0].equals(mount.written())) {
        double fragment = Double.parseDouble(words[1]);
        return new Filesystem(
            mount,
            Double.parseDouble(words[2]) * fragment,
            Double.parseDouble(words[3]) * fragment,
            Double.parseDouble(words[4]) * fragment,
            Double.parseDouble(words[5]),
            Double.parseDouble(words[6]));
      }
    }
    return null;
  }
}
