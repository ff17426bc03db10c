package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi incidents}: what people handle. */
@Command(name = "incidents")
final class IncidentsCommand extends ListCommand {
  static final Listing INCIDENTS =
      Listing.of("incidents", "incident", "/api/v1/incidents")
          .with("number", (row, ages) -> "INC-" + row.path("number").asText())
          .with("level", (row, ages) -> grade(row))
          .word("state", "incident.state.")
          .text("system")
          .ago("opened", "opened")
          .text("owner")
          .text("title");

  private static String grade(JsonNode row) {
    return (row.path("level").asText() + " " + row.path("called").asText("")).strip();
  }

  @Option(names = "--all")
  private boolean all;

  IncidentsCommand(Common common) {
    super(common, INCIDENTS);
  }

  static CommandLine with(Supplier<Common> common) {
    return IncidentActs.addTo(acts(common), common.get());
  }

  private static CommandLine acts(Supplier<Common> common) {
    return group(() -> new IncidentsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("report", new Report(common.get()))
        .addSubcommand("months", new Months(common.get()))
        .addSubcommand("ack", new Acknowledge(common.get()))
        .addSubcommand("note", new Note(common.get()))
        .addSubcommand("level", new Level(common.get()))
        .addSubcommand("close", new Close(common.get()));
  }

  @Override
  String query() {
    return all ? "?all=1" : "";
  }

  static String find(ApiClient api, String given) {
    JsonNode row = INCIDENTS.find(api, "?all=1", given, "id", "number");
    return "/api/v1/incidents/" + encode(row.path("id").asText());
  }

  private static final Listing MONTHS =
      Listing.of("months", "month", "/api/v1/incident-months")
          .text("month")
          .text("system")
          .text("level")
          .text("incidents", "count")
          .with("mtta", (row, ages) -> span(row.path("acknowledged")))
          .with("mttr", (row, ages) -> span(row.path("repaired")))
          .with(
              "in-time",
              (row, ages) ->
                  row.path("due").isNumber()
                      ? row.path("inTime").asInt() + "/" + row.path("due").asInt()
                      : "-");

  private static String span(JsonNode seconds) {
    return seconds.isNumber()
        ? Durations.format(Duration.ofSeconds(Math.round(seconds.asDouble())))
        : "-";
  }

  /** By month, how many and how soon. */
  @Command(name = "months")
  static final class Months extends ListCommand {
    Months(Common common) {
      super(common, MONTHS);
    }
  }

  /** Reports what no alert has seen. */
  @Command(name = "report")
  static final class Report extends ActCommand {
    @Parameters(index = "0", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "";

    @Parameters(index = "1", paramLabel = "TITLE", descriptionKey = "TITLE")
    private String title = "";

    @Option(names = "--level", paramLabel = "LEVEL")
    private @Nullable String level;

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    Report(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/incidents";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return given("system", system, "title", title, "level", level, "kind", kind);
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("id").asText());
    }
  }

  /** One incident with its timeline. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "INCIDENT", descriptionKey = "INCIDENT")
    private String incident = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return find(api, incident);
    }

    @Override
    void show(JsonNode found, Ages ages) {
      INCIDENTS.fields(ages, found.path("row"));
      IncidentActs.show(found.path("work"), ages.terminal());
      if (!found.path("externals").isEmpty()) {
        ages.terminal().line(ages.terminal().text("web.incident.externals"));
        for (JsonNode external : found.path("externals")) {
          ages.terminal()
              .line(
                  "  [%s] %s %s"
                      .formatted(
                          ages.terminal().word("status.", external.path("status").asText()),
                          external.path("name").asText(),
                          ages.terminal().evidence(external.path("evidence").asText())));
        }
      }
      JournalCommand.table(ages, found.path("timeline"));
    }
  }

  /** Does something to one incident. */
  abstract static class Act extends ActCommand {
    private final String verb;

    @Parameters(index = "0", paramLabel = "INCIDENT", descriptionKey = "INCIDENT")
    private String incident = "";

    Act(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    final String path(ApiClient api) {
      return find(api, incident) + "/" + verb;
    }
  }

  /** Takes it. */
  @Command(name = "ack")
  static final class Acknowledge extends Act {
    Acknowledge(Common common) {
      super(common, "acknowledge");
    }
  }

  /** Writes into its timeline. */
  @Command(name = "note")
  static final class Note extends Act {
    @Parameters(index = "1", paramLabel = "TEXT", descriptionKey = "TEXT")
    private String text = "";

    Note(Common common) {
      super(common, "note");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("text", text);
    }
  }

  /** Says how bad it is. */
  @Command(name = "level")
  static final class Level extends Act {
    @Parameters(index = "1", paramLabel = "LEVEL", descriptionKey = "LEVEL")
    private String level = "";

    Level(Common common) {
      super(common, "level");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("level", level);
    }
  }

  /** Closes it, and says why. */
  @Command(name = "close")
  static final class Close extends Act {
    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", descriptionKey = "TEXT")
    private String text = "";

    @Option(names = "--force")
    private boolean force;

    Close(Common common) {
      super(common, "close");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("text", text, "force", force);
    }
  }
}
