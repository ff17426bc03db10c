package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Durations;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi routes}: where alerts go. */
@Command(name = "routes")
final class RoutesCommand extends ListCommand {
  private static final Listing ROUTES =
      Listing.of("routes", "route", "/api/v1/routes")
          .text("system")
          .with("route", (row, ages) -> "  ".repeat(row.path("depth").asInt()) + name(row))
          .text("match")
          .with("told", (row, ages) -> told(row.path("told")))
          .with("escalation", (row, ages) -> steps(row));

  private static final Listing CHANNELS =
      Listing.of("channels", "channel", "/api/v1/channels")
          .text("system")
          .text("name")
          .text("kind")
          .text("fallback")
          .with("people", (row, ages) -> names(row.path("people")));

  RoutesCommand(Common common) {
    super(common, ROUTES);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new RoutesCommand(common.get()))
        .addSubcommand("test", new Test(common.get()))
        .addSubcommand("channels", new Channels(common.get()))
        .addSubcommand("send", new Send(common.get()));
  }

  private static String name(JsonNode row) {
    return row.path("name").asText();
  }

  /** {@code 김운영 mail, slack}. */
  private static String told(JsonNode told) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : told) {
      if (one.path("reached").asBoolean()) {
        all.add((one.path("person").asText() + " " + one.path("channel").asText()).strip());
      }
    }
    return all.isEmpty() ? "-" : String.join(", ", all);
  }

  private static String steps(JsonNode row) {
    List<String> all = new ArrayList<>();
    for (JsonNode step : row.path("escalation")) {
      all.add(
          Durations.format(Duration.ofSeconds(step.path("after").asLong()))
              + " "
              + told(step.path("told")));
    }
    return all.isEmpty() ? "-" : String.join("; ", all);
  }

  private static String names(JsonNode people) {
    List<String> all = new ArrayList<>();
    people.properties().forEach(person -> all.add(person.getKey()));
    return String.join(", ", all);
  }

  /** By what people are told. */
  @Command(name = "channels")
  static final class Channels extends ListCommand {
    Channels(Common common) {
      super(common, CHANNELS);
    }
  }

  /** Where an alert would go. */
  @Command(name = "test")
  static final class Test extends ServerCommand {
    @Parameters(index = "0", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "LABEL=VALUE",
        descriptionKey = "LABELS")
    private List<String> labels = List.of();

    Test(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode answer =
          api.get(
              "/api/v1/routes/test?system="
                  + encode(system)
                  + "&labels="
                  + encode(String.join(", ", labels)));
      if (terminal.json()) {
        terminal.json(answer);
        return ExitCode.DONE;
      }
      JsonNode kept = answer.path("kept");
      if (kept.isObject()) {
        terminal.line(
            terminal.text(
                "web.kept." + kept.path("kind").asText(),
                Map.of("by", kept.path("by").asText(), "reason", kept.path("reason").asText())));
      }
      ROUTES.show(terminal, new Ages(api, terminal), answer.path("routes"));
      return answer.path("routes").isEmpty() ? ExitCode.BAD_ANSWER : ExitCode.DONE;
    }
  }

  /** Sends a test message. */
  @Command(name = "send")
  static final class Send extends ActCommand {
    @Parameters(index = "0", paramLabel = "SYSTEM", descriptionKey = "SYSTEM")
    private String system = "";

    @Parameters(index = "1", paramLabel = "CHANNEL", descriptionKey = "CHANNEL")
    private String channel = "";

    @Parameters(index = "2", paramLabel = "PERSON", descriptionKey = "PERSON")
    private String person = "";

    Send(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return "/api/v1/channels/test";
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return given("system", system, "channel", channel, "person", person);
    }

    @Override
    void tell(JsonNode made, Terminal terminal) {
      terminal.line(made.path("id").asText());
    }
  }
}
