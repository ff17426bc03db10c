package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jigi status}: the Now page on a terminal; exit code 1 unless nothing needs anybody. */
@Command(name = "status")
final class StatusCommand extends ServerCommand {
  private static final Listing COMPONENTS =
      Listing.of("components", "component", "")
          .word("status", "status.")
          .text("system")
          .text("component", "name")
          .ago("since", "since")
          .evidence();

  @Option(names = "--all")
  private boolean all;

  StatusCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode now = api.get("/api/v1/now");
    boolean calm =
        now.path("needing").asInt() == 0
            && now.path("atLarge").isEmpty()
            && now.path("incidents").isEmpty();
    if (terminal.json()) {
      terminal.json(now);
    } else {
      show(now, calm, terminal, new Ages(api, terminal));
    }
    return calm ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private void show(JsonNode now, boolean calm, Terminal terminal, Ages ages) {
    terminal.say(
        calm ? "cli.status.calm" : "cli.status.need",
        Map.of(
            "n", now.path("needing").asInt(),
            "total", now.path("components").asInt(),
            "incidents", now.path("incidents").size()));
    part(IncidentsCommand.INCIDENTS, now.path("incidents"), terminal, ages);
    part(AlertsCommand.ALERTS, now.path("atLarge"), terminal, ages);
    part(COMPONENTS, now.path("notOk"), terminal, ages);
    if (all) {
      part(COMPONENTS, now.path("fine"), terminal, ages);
    }
    part(RunsCommand.RUNS, now.path("runs"), terminal, ages);
  }

  private static void part(Listing listing, JsonNode rows, Terminal terminal, Ages ages) {
    if (!rows.isEmpty()) {
      terminal.line("");
      listing.show(terminal, ages, rows);
    }
  }
}
