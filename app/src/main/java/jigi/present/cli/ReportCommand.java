package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi report}: what a day, a week or a month was like. */
@Command(name = "report")
final class ReportCommand extends ListCommand {
  private static final Listing REPORTS =
      Listing.of("reports", "report", "/api/v1/reports")
          .text("system")
          .text("report", "name")
          .text("schedule")
          .with("next", (row, ages) -> ages.at(row.path("next"), row.path("system").asText()))
          .with("newest", (row, ages) -> newest(row.path("last")))
          .text("title");

  ReportCommand(Common common) {
    super(common, REPORTS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new ReportCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("make", new Make(common.get()));
  }

  private static String newest(JsonNode made) {
    return made.isObject() ? made.path("first").asText() + " ~ " + made.path("last").asText() : "-";
  }

  /** The newest that was made; with a day the newest of the period that holds it. */
  @Command(name = "show")
  static final class Show extends ExportCommand {
    @Parameters(paramLabel = "REPORT", descriptionKey = "REPORT")
    private String report = "";

    @Option(names = "--day", paramLabel = "DAY", descriptionKey = "REPORT_DAY")
    private String day = "";

    Show(Common common) {
      super(common, "txt");
    }

    @Override
    String path(ApiClient api) {
      for (JsonNode made : api.get(REPORTS.named(api, report)).path("made")) {
        // Dates of ISO 8601 sort as text.
        boolean within =
            made.path("first").asText().compareTo(day) <= 0
                && made.path("last").asText().compareTo(day) >= 0;
        if (day.isEmpty() || within) {
          return "/api/v1/made-reports/" + encode(made.path("id").asText()) + "/export?";
        }
      }
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError(
              "never-made",
              "'" + report + "' was never made" + (day.isEmpty() ? "" : " for " + day),
              "jigi report make " + report + (day.isEmpty() ? "" : " --day " + day)));
    }
  }

  /** Makes one and waits until it is there. */
  @Command(name = "make")
  static final class Make extends ServerCommand {
    @Parameters(paramLabel = "REPORT", descriptionKey = "REPORT")
    private String report = "";

    @Option(names = "--day", paramLabel = "DAY", descriptionKey = "REPORT_DAY")
    private String day = "";

    Make(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      JsonNode started = api.post(REPORTS.named(api, report) + "/make", Map.of("day", day));
      return new RunLog(api, terminal, started.path("id").asText()).follow();
    }
  }
}
