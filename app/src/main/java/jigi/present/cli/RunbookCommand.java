package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi runbook}: procedures, and starting one. */
@Command(name = "runbook")
final class RunbookCommand extends ServerCommand {
  RunbookCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new RunbookCommand(common.get()))
        .addSubcommand("list", new RunbookCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("run", new Start(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode runbooks = api.list("/api/v1/runbooks", "runbooks");
    if (terminal.json()) {
      terminal.json(Map.of("runbooks", runbooks));
      return ExitCode.DONE;
    }
    Rows.show(
        terminal,
        "runbooks",
        runbooks,
        List.of("system", "runbook", "steps", "last", "title"),
        row ->
            List.of(
                Rows.text(row, "system"),
                Rows.text(row, "name"),
                Rows.text(row, "steps"),
                row.path("last").isObject()
                    ? terminal.word("run.state.", row.path("last").path("state").asText())
                    : "-",
                Rows.text(row, "title")));
    return ExitCode.DONE;
  }

  /** Of a name, or {@code system/name} where two systems have one. */
  private static String find(ApiClient api, String given) {
    int slash = given.indexOf('/');
    if (slash > 0) {
      return "/api/v1/runbooks/"
          + encode(given.substring(0, slash))
          + "/"
          + encode(given.substring(slash + 1));
    }
    JsonNode rows = api.list("/api/v1/runbooks", "runbooks");
    JsonNode row = Rows.one(rows, "runbook", given, "name");
    return "/api/v1/runbooks/" + encode(row.path("system").asText()) + "/" + encode(given);
  }

  /** Its blocks. */
  @Command(name = "show")
  static final class Show extends ServerCommand {
    @Parameters(paramLabel = "RUNBOOK")
    private String runbook = "";

    Show(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode found = api.get(find(api, runbook));
      if (terminal.json()) {
        terminal.json(found);
        return ExitCode.DONE;
      }
      terminal.field("runbook", Rows.text(found.path("row"), "name"));
      terminal.field("title", Rows.text(found.path("row"), "title"));
      terminal.field("symptom", Rows.text(found.path("row"), "symptom"));
      terminal.field("goal", Rows.text(found, "goal"));
      terminal.field("place", Rows.text(found, "file"));
      for (JsonNode block : found.path("blocks")) {
        if (block.has("text")) {
          terminal.line("");
          terminal.line(
              ("```"
                      + block.path("language").asText()
                      + " "
                      + block.path("role").asText()
                      + " "
                      + block.path("options").asText())
                  .strip());
          terminal.line(block.path("text").asText().stripTrailing());
          terminal.line("```");
        }
      }
      return ExitCode.DONE;
    }
  }

  /** Starts a run. */
  @Command(name = "run")
  static final class Start extends ServerCommand {
    @Parameters(paramLabel = "RUNBOOK")
    private String runbook = "";

    @Option(names = "--set", paramLabel = "NAME=VALUE")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--incident", paramLabel = "INCIDENT")
    private String incident = "";

    @Option(names = {"-f", "--follow"})
    private boolean follow;

    Start(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      Map<String, Object> body = new LinkedHashMap<>(Map.of("parameters", Map.copyOf(parameters)));
      if (!incident.isEmpty()) {
        body.put("incident", incident);
      }
      JsonNode started = api.post(find(api, runbook) + "/run", body);
      String id = started.path("id").asText();
      if (follow) {
        return new RunLog(api, terminal, id).follow();
      }
      if (terminal.json()) {
        terminal.json(started);
      } else {
        String number = api.get("/api/v1/runs/" + encode(id)).path("row").path("number").asText();
        terminal.say("cli.run.started", Map.of("number", number));
      }
      return ExitCode.DONE;
    }
  }
}
