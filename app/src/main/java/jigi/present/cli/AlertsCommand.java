package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi alerts}: what is wrong now; exit code 1 while an alert fires. */
@Command(name = "alerts")
final class AlertsCommand extends ServerCommand {
  AlertsCommand(Common common) {
    super(common);
  }

  static CommandLine with(java.util.function.Supplier<Common> common) {
    return new CommandLine(new AlertsCommand(common.get()))
        .addSubcommand("list", new AlertsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("ack", new Acknowledge(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode alerts = api.list("/api/v1/alerts/list", "alerts");
    if (terminal.json()) {
      terminal.json(Map.of("alerts", alerts));
    } else {
      Ages ages = Ages.of(api, terminal);
      Rows.show(
          terminal,
          "alerts",
          alerts,
          List.of("state", "severity", "alert", "system", "component", "since", "summary"),
          row ->
              List.of(
                  terminal.word("alert.state.", row.path("state").asText()),
                  Rows.text(row, "severity"),
                  Rows.text(row, "rule"),
                  Rows.text(row, "system"),
                  Rows.text(row, "component"),
                  ages.ago(row.path("since"), row.path("system").asText()),
                  Rows.text(row, "summary")));
    }
    boolean firing =
        StreamSupport.stream(alerts.spliterator(), false)
            .anyMatch(row -> row.path("state").asText().equals("firing"));
    return firing ? ExitCode.BAD_ANSWER : ExitCode.DONE;
  }

  /** By id, or the newest of a rule's name. */
  private static JsonNode find(ApiClient api, String given) {
    JsonNode rows = api.list("/api/v1/alerts/list", "alerts");
    for (JsonNode row : rows) {
      if (row.path("rule").asText().equals(given)) {
        return row;
      }
    }
    return Rows.one(rows, "alert", given, "id");
  }

  /** One alert. */
  @Command(name = "show")
  static final class Show extends ServerCommand {
    @Parameters(paramLabel = "ALERT")
    private String alert = "";

    Show(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode found = api.get("/api/v1/alerts/" + encode(find(api, alert).path("id").asText()));
      if (terminal.json()) {
        terminal.json(found);
        return ExitCode.DONE;
      }
      JsonNode row = found.path("row");
      Ages ages = Ages.of(api, terminal);
      terminal.field("alert", Rows.text(row, "rule"));
      terminal.field("state", terminal.word("alert.state.", row.path("state").asText()));
      terminal.field("severity", Rows.text(row, "severity"));
      terminal.field("since", ages.ago(row.path("since"), row.path("system").asText()));
      terminal.field("summary", Rows.text(row, "summary"));
      terminal.field("expr", Rows.text(found, "expr"));
      terminal.field("value", Rows.text(row, "value"));
      terminal.field("place", Rows.text(row, "place"));
      terminal.field("owner", Rows.text(row.path("acknowledgement"), "by"));
      return ExitCode.DONE;
    }
  }

  /** Takes an alert, so that it escalates no further. */
  @Command(name = "ack")
  static final class Acknowledge extends ServerCommand {
    @Parameters(paramLabel = "ALERT")
    private String alert = "";

    Acknowledge(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      String id = find(api, alert).path("id").asText();
      return terminal.done(api.post("/api/v1/alerts/" + encode(id) + "/acknowledge", Map.of()));
    }
  }
}
