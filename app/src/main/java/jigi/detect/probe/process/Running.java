package jigi.detect.probe.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A process as {@code ps} of procps shows it.
 *
 * @param ageSeconds since its start
 * @param cpuSeconds used since its start
 */
record Running(
    String user,
    boolean zombie,
    long ageSeconds,
    long cpuSeconds,
    long residentBytes,
    String name,
    String arguments) {
  /** The columns; names may hold spaces, so the two that do come last, one of fixed width. */
  static final List<String> COMMAND =
      List.of("ps", "-ww", "-eo", "user:32=,stat=,etimes=,cputimes=,rss=,comm:64=,args=");

  private static final int COLUMNS = 5;
  private static final int NAME_WIDTH = 64;

  static List<Running> parse(String text) {
    List<Running> processes = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        processes.add(parseLine(line));
      }
    }
    return processes;
  }

  private static Running parseLine(String line) {
    String[] words = new String[COLUMNS];
    int at = 0;
    for (int i = 0; i < COLUMNS; i++) {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
      int end = line.indexOf(' ', at);
      if (end < 0) {
        throw new IllegalArgumentException("not a line of ps: " + line);
      }
      words[i] = line.substring(at, end);
      at = end;
    }
    String rest = line.substring(at + 1);
    int width = Math.min(NAME_WIDTH, rest.length());
    return new Running(
        words[0],
        words[1].startsWith("Z"),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]) * 1024,
        rest.substring(0, width).strip(),
        rest.substring(width).strip());
  }
}
