package jigi.present.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Reference;
import jigi.base.run.docker.DockerSyntax;
import jigi.base.run.redis.RedisSyntax;
import jigi.base.run.sql.SqlSyntax;
import jigi.operate.backup.PlanSyntax;
import jigi.operate.checklist.ChecklistPart;
import jigi.operate.deploy.DeploySyntax;
import jigi.operate.notify.NotifySyntax;
import jigi.operate.runbook.RunbookReference;
import jigi.operate.runbook.http.HttpSyntax;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jigi reference}: the reference page of {@code jigi.yaml}, in Markdown. */
@Command(name = "reference")
final class ReferenceCommand implements Callable<Integer> {
  @Mixin private final Common common;

  private final ManualReader reader;

  ReferenceCommand(Common common, ManualReader reader) {
    this.common = common;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    common.terminal().line(page(reader).stripTrailing());
    return ExitCode.DONE.code();
  }

  private static String page(ManualReader reader) {
    return """
    # The manual's format

    Made by `./jigi reference`; do not edit. Durations are written `30s 5m 2h 7d`, names in
    lower-case letters, digits and `. _ -`. `${NAME}` in a value of `jigi.yaml` stands for a
    variable of Jigi's environment. Where several values may stand, a single one needs no list.
    `stand-ins/jigi.yaml` has the same keys and is laid over `jigi.yaml` while stand-ins play
    the services; an empty value there removes a key.

    ## jigi.yaml

    """
        + Reference.write(reader.fields())
        + """

        ## rules/*.yaml

        Prometheus's rule files as they are: groups with `name`, `interval` (default `15s`),
        `query_offset`, `limit`, `labels` and `rules`; a rule with `record` or `alert`, `expr`,
        `for`, `keep_firing_for`, `labels` and `annotations`. Every selector gets the matcher
        `system="…"`, except in the groups that `global-rules` names. Of the labels, `severity`
        is critical, warning or info, and `level` asks for an incident of that level. Of the
        annotations, `runbook` names the runbook to show, and `jigi_no_data` says what becomes
        of an alert that is no longer measured: `hold` (as UNKNOWN, the default), `resolve` or
        `alert`. Files that end in `.test.yaml` are not read as rules.

        """
        + RunbookReference.write(
            List.of(
                new SqlSyntax(),
                new RedisSyntax(),
                new DockerSyntax(),
                new NotifySyntax(),
                new HttpSyntax(),
                PlanSyntax.backup(),
                PlanSyntax.drill(),
                PlanSyntax.restore(),
                PlanSyntax.prune(),
                new DeploySyntax()))
        + "\n"
        + ChecklistPart.reference();
  }
}
