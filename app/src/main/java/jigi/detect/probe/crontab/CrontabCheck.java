package jigi.detect.probe.crontab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;

/**
 * The check of {@link CrontabKind}; see crontab(5).
 *
 * @param entries with single spaces between words
 */
record CrontabCheck(String source, List<String> entries, boolean only) implements Check {
  private static final int NOT_FOUND = 127;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Captured said = context.capture("root", command(), Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      String why = said.stderr().strip().lines().findFirst().orElse("exit " + said.code());
      boolean none = why.startsWith("no crontab for") || why.endsWith("No such file or directory");
      if (said.code() != 0 && (said.code() == NOT_FOUND || !none)) {
        return Observation.unknown("the crontab cannot be read: " + why);
      }
      return judge(said.code() == 0 ? entriesOf(said.stdout()) : List.of());
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown("the crontab was not read within " + Durations.format(timeout));
  }

  /** Of another account's crontab crontab(1) tells root only; one's own needs no right. */
  private List<String> command() {
    if (source.startsWith("/")) {
      return List.of("cat", "--", source);
    }
    return List.of(
        "sh",
        "-c",
        "if [ \"$(id -un)\" = \"$1\" ]; then exec crontab -l; else exec crontab -l -u \"$1\"; fi",
        "sh",
        source);
  }

  private Observation judge(List<String> found) {
    List<String> missing = entries.stream().filter(each -> !found.contains(each)).toList();
    List<String> others = found.stream().filter(each -> !entries.contains(each)).toList();
    List<String> objections = new ArrayList<>();
    missing.forEach(each -> objections.add("missing: " + each));
    if (only) {
      others.forEach(each -> objections.add("not expected: " + each));
    }
    return Observation.judged(
        found.size() + " entries of " + source,
        objections,
        List.of(
            Sample.of("crontab_entries", found.size()),
            Sample.of("crontab_missing", missing.size()),
            Sample.of("crontab_unexpected", others.size())));
  }

  static List<String> entriesOf(String text) {
    return text.lines()
        .map(CrontabCheck::plain)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(line -> !line.matches("[A-Za-z_][A-Za-z0-9_]* ?=.*"))
        .toList();
  }

  static String plain(String line) {
    return line.strip().replaceAll("[ \\t]+", " ");
  }
}
