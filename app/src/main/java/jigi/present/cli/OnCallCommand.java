package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi on-call}: who is on call, and who stands in. */
@Command(name = "on-call")
final class OnCallCommand extends ListCommand {
  private static final Listing SCHEDULES =
      Listing.of("on-call", "schedule", "/api/v1/on-call")
          .text("system")
          .text("name")
          .with("on-call", (row, ages) -> who(row.path("now"), ages))
          .with("until", (row, ages) -> at(row, "now", "until", ages))
          .with(
              "next",
              (row, ages) -> row.path("next").isObject() ? who(row.path("next"), ages) : "-");

  private static final Listing OVERRIDES =
      Listing.of("overrides", "override", "/api/v1/on-call/overrides")
          .word("state", "override.state.")
          .text("system")
          .text("name", "schedule")
          .text("person")
          .with("from", (row, ages) -> ages.at(row.path("from"), Rows.text(row, "system")))
          .with("until", (row, ages) -> ages.at(row.path("until"), Rows.text(row, "system")))
          .text("by")
          .text("reason")
          .text("id");

  OnCallCommand(Common common) {
    super(common, SCHEDULES);
  }

  private static String who(JsonNode duty, Ages ages) {
    return duty.path("title").isTextual()
        ? duty.path("title").asText()
        : ages.terminal().text("web.on-call.nobody");
  }

  private static String at(JsonNode row, String duty, String field, Ages ages) {
    return ages.at(row.path(duty).path(field), Rows.text(row, "system"));
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new OnCallCommand(common.get()))
        .addSubcommand("overrides", new Overrides(common.get()))
        .addSubcommand("override", new Add(common.get()))
        .addSubcommand("end", new End(common.get()));
  }

  /** Who stands in. */
  @Command(name = "overrides")
  static final class Overrides extends ListCommand {
    Overrides(Common common) {
      super(common, OVERRIDES);
    }
  }

  /** Lets somebody stand in. */
  @Command(name = "override")
  static final class Add extends ActCommand {
    @Parameters(index = "0", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "";

    @Parameters(index = "1", paramLabel = "SCHEDULE", descriptionKey = "ON-CALL")
    private String schedule = "";

    @Parameters(index = "2", paramLabel = "PERSON", descriptionKey = "PERSON")
    private String person = "";

    @Option(names = "--from", paramLabel = "2026-03-02T18:00")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "2026-03-03T09:00", required = true)
    private String until = "";

    @Option(names = "--reason", paramLabel = "TEXT")
    private @Nullable String reason;

    Add(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/on-call/overrides";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return given(
          "system", system,
          "schedule", schedule,
          "person", person,
          "until", until,
          "from", from,
          "reason", reason);
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("id").asText());
    }
  }

  /** Ends one before its time. */
  @Command(name = "end")
  static final class End extends ActCommand {
    @Parameters(paramLabel = "OVERRIDE", descriptionKey = "OVERRIDE")
    private String override = "";

    End(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      String id = OVERRIDES.find(api, "", override, "id").path("id").asText();
      return "/api/v1/on-call/overrides/" + encode(id) + "/end";
    }
  }
}
