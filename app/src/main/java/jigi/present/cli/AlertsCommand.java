package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi alerts}: what is wrong now; exit code 1 while an alert fires. */
@Command(name = "alerts")
final class AlertsCommand extends ListCommand {
  static final Listing ALERTS =
      Listing.of("alerts", "alert", "/api/v1/alerts/list")
          .word("state", "alert.state.")
          .text("severity")
          .text("alert", "rule")
          .text("system")
          .text("component")
          .with(
              "flaps",
              (row, ages) -> row.path("flaps").asLong() == 0 ? "" : Rows.text(row, "flaps"))
          .ago("since", "since")
          .text("summary");

  AlertsCommand(Common common) {
    super(common, ALERTS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new AlertsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("ack", new Acknowledge(common.get()));
  }

  @Override
  ExitCode judge(JsonNode alerts) {
    boolean firing =
        StreamSupport.stream(alerts.spliterator(), false)
            .anyMatch(row -> row.path("state").asText().equals("firing"));
    return firing ? ExitCode.BAD_ANSWER : ExitCode.DONE;
  }

  /** By id, or the newest of a rule's name. */
  private static String find(ApiClient api, String given) {
    JsonNode rows = ALERTS.rows(api, "");
    for (JsonNode row : rows) {
      if (row.path("rule").asText().equals(given)) {
        return "/api/v1/alerts/" + encode(row.path("id").asText());
      }
    }
    return "/api/v1/alerts/" + encode(Rows.one(rows, "alert", given, "id").path("id").asText());
  }

  /** One alert. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "ALERT", descriptionKey = "ALERT")
    private String alert = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return find(api, alert);
    }

    @Override
    void show(JsonNode found, Ages ages) {
      JsonNode row = found.path("row");
      ALERTS.fields(ages, row);
      ages.terminal().field("expr", Rows.text(found, "expr"));
      ages.terminal().field("value", Rows.text(row, "value"));
      ages.terminal().field("place", Rows.text(row, "place"));
      ages.terminal().field("owner", Rows.text(row.path("acknowledgement"), "by"));
    }
  }

  /** Takes an alert, so that it escalates no further. */
  @Command(name = "ack")
  static final class Acknowledge extends ActCommand {
    @Parameters(paramLabel = "ALERT", descriptionKey = "ALERT")
    private String alert = "";

    Acknowledge(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return find(api, alert) + "/acknowledge";
    }
  }
}
