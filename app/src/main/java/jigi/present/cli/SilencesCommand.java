package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi silences}: what nobody wants to hear of for a while. */
@Command(name = "silences")
final class SilencesCommand extends ListCommand {
  private static final Listing SILENCES =
      Listing.of("silences", "silence", "/api/v1/silences")
          .word("state", "silence.state.")
          .text("system")
          .text("matchers")
          .with("until", (row, ages) -> ages.time(row.path("until"), Rows.text(row, "system")))
          .text("recurring")
          .with("by", (row, ages) -> Rows.text(row.path("why"), "by"))
          .with("reason", (row, ages) -> Rows.text(row.path("why"), "reason"))
          .text("id");

  SilencesCommand(Common common) {
    super(common, SILENCES);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new SilencesCommand(common.get()))
        .addSubcommand("add", new Add(common.get()))
        .addSubcommand("end", new End(common.get()));
  }

  /** Silences alerts. */
  @Command(name = "add")
  static final class Add extends ActCommand {
    @Parameters(index = "0", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "";

    @Parameters(index = "1", paramLabel = "MATCHERS", descriptionKey = "MATCHERS")
    private String matchers = "";

    @Option(names = "--for", paramLabel = "2h", required = true)
    private String lasts = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    @Option(names = "--from", paramLabel = "2026-03-02T18:00")
    private @Nullable String from;

    @Option(names = "--each", paramLabel = "SCHEDULE")
    private @Nullable String each;

    @Option(names = "--each-for", paramLabel = "30m")
    private @Nullable String eachLasts;

    Add(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/silences";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return given(
          "system", system,
          "matchers", matchers,
          "for", lasts,
          "reason", reason,
          "from", from,
          "each", each,
          "each-for", eachLasts);
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("id").asText());
    }
  }

  /** Ends one before its time. */
  @Command(name = "end")
  static final class End extends ActCommand {
    @Parameters(paramLabel = "SILENCE", descriptionKey = "SILENCE")
    private String silence = "";

    End(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      String id = SILENCES.find(api, "", silence, "id").path("id").asText();
      return "/api/v1/silences/" + encode(id) + "/end";
    }
  }
}
