package jigi.detect.probe.crontab;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Compares a crontab with the entries that the manual expects there. */
public final class CrontabKind implements ProbeKind {
  private static final Field<String> SOURCE =
      Field.required(
          "crontab",
          Shapes.scalar(
              "an account or an absolute path",
              "deploy or /etc/cron.d/backup",
              Map.of("type", "string"),
              text -> text.matches("[a-z_][a-z0-9_-]*\\$?|/[^\\x00-\\x1f]+") ? text : null),
          "Whose crontab: an account, or a file such as /etc/cron.d/backup.");
  private static final Field<List<String>> ENTRIES =
      Field.optional(
          "entries", Shapes.listOf(Shapes.text()), "Lines that must be there, as they stand.");
  private static final Field<Boolean> ONLY =
      Field.optional("only", Shapes.bool(), "false", "Whether there may be no others.");

  @Override
  public String name() {
    return "crontab";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(SOURCE, ENTRIES, ONLY);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new CrontabCheck(
        values.get(SOURCE),
        values.find(ENTRIES, List.of()).stream().map(CrontabCheck::plain).toList(),
        values.get(ONLY));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("crontab_entries", "count", "Entries, without variables and comments."),
        SampleName.of("crontab_missing", "count", "Expected entries that are not there."),
        SampleName.of("crontab_unexpected", "count", "Entries that the manual does not name."));
  }
}
