package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi incidents}: what people handle. */
@Command(name = "incidents")
final class IncidentsCommand extends ServerCommand {
  @Option(names = "--all")
  private boolean all;

  IncidentsCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new IncidentsCommand(common.get()))
        .addSubcommand("list", new IncidentsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("ack", new Act(common.get(), "acknowledge"))
        .addSubcommand("note", new Act(common.get(), "note"))
        .addSubcommand("close", new Act(common.get(), "close"));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode incidents = api.list("/api/v1/incidents" + (all ? "?all=1" : ""), "incidents");
    if (terminal.json()) {
      terminal.json(Map.of("incidents", incidents));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "incidents",
        incidents,
        List.of("number", "level", "state", "system", "opened", "owner", "title"),
        row ->
            List.of(
                "INC-" + row.path("number").asText(),
                Rows.text(row, "level"),
                terminal.word("incident.state.", row.path("state").asText()),
                Rows.text(row, "system"),
                ages.ago(row.path("opened"), row.path("system").asText()),
                Rows.text(row, "owner"),
                Rows.text(row, "title")));
    return ExitCode.DONE;
  }

  private static String find(ApiClient api, String given) {
    JsonNode rows = api.list("/api/v1/incidents?all=1", "incidents");
    return "/api/v1/incidents/"
        + encode(Rows.one(rows, "incident", given, "id", "number").path("id").asText());
  }

  /** One incident with its timeline. */
  @Command(name = "show")
  static final class Show extends ServerCommand {
    @Parameters(paramLabel = "INCIDENT")
    private String incident = "";

    Show(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode found = api.get(find(api, incident));
      if (terminal.json()) {
        terminal.json(found);
        return ExitCode.DONE;
      }
      JsonNode row = found.path("row");
      terminal.field("number", "INC-" + row.path("number").asText());
      terminal.field("title", Rows.text(row, "title"));
      terminal.field("level", Rows.text(row, "level"));
      terminal.field("state", terminal.word("incident.state.", row.path("state").asText()));
      terminal.field("owner", Rows.text(row, "owner"));
      JournalCommand.show(terminal, Ages.of(api, terminal), found.path("timeline"));
      return ExitCode.DONE;
    }
  }

  /** Takes it, writes into its timeline, or closes it. */
  @Command
  static final class Act extends ServerCommand {
    @Parameters(index = "0", paramLabel = "INCIDENT")
    private String incident = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT")
    private String text = "";

    private final String verb;

    Act(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      Map<String, String> body = text.isEmpty() ? Map.of() : Map.of("text", text);
      return terminal.done(api.post(find(api, incident) + "/" + verb, body));
    }
  }
}
