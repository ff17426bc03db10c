package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi runbook}: procedures, of the manuals in force or of any document. */
@Command(name = "runbook")
final class RunbookCommand extends ServerCommand {
  private static final Listing RUNBOOKS =
      Listing.of("runbooks", "runbook", "/api/v1/runbooks")
          .text("system")
          .text("runbook", "name")
          .text("steps")
          .with("last", RunbookCommand::last)
          .text("title");

  @Option(names = "--from", paramLabel = "FILE")
  private @Nullable Path from;

  RunbookCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return ListCommand.group(() -> new RunbookCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("suggest", new Suggest(common.get()))
        .addSubcommand("run", new Start(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    if (from != null) {
      return DocumentListing.show(from, terminal);
    }
    RUNBOOKS.show(terminal, new Ages(api, terminal), RUNBOOKS.rows(api, ""));
    return ExitCode.DONE;
  }

  private static String last(JsonNode row, Ages ages) {
    JsonNode last = row.path("last");
    return last.isObject() ? ages.terminal().word("run.state.", last.path("state").asText()) : "-";
  }

  /** Those that fit what was seen. */
  @Command(name = "suggest")
  static final class Suggest extends ListCommand {
    private static final Listing FITTING =
        Listing.of("runbooks", "runbook", "/api/v1/runbooks-for")
            .text("system")
            .text("runbook", "name")
            .text("symptom")
            .text("title");

    @Parameters(paramLabel = "TEXT", descriptionKey = "SEEN")
    private String text = "";

    Suggest(Common common) {
      super(common, FITTING);
    }

    @Override
    String query() {
      return "?text=" + encode(text);
    }

    @Override
    ExitCode judge(JsonNode rows) {
      return rows.isEmpty() ? ExitCode.BAD_ANSWER : ExitCode.DONE;
    }
  }

  /** Its blocks. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "RUNBOOK", descriptionKey = "RUNBOOK")
    private String runbook = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return RUNBOOKS.named(api, runbook);
    }

    @Override
    void show(JsonNode found, Ages ages) {
      Terminal terminal = ages.terminal();
      RUNBOOKS.fields(ages, found.path("row"));
      terminal.field("symptom", Rows.text(found.path("row"), "symptom"));
      terminal.field("goal", Rows.text(found, "goal"));
      terminal.field("place", Rows.text(found, "file"));
      for (JsonNode block : found.path("blocks")) {
        if (block.has("text")) {
          String fence =
              block.path("language").asText()
                  + " "
                  + block.path("role").asText()
                  + " "
                  + block.path("options").asText();
          terminal.line("");
          terminal.line("```" + fence.strip());
          terminal.line(block.path("text").asText().stripTrailing());
          terminal.line("```");
        }
      }
    }
  }

  /** Starts a run. */
  @Command(name = "run")
  static final class Start extends ServerCommand {
    @Parameters(paramLabel = "RUNBOOK", descriptionKey = "RUNBOOK")
    private String runbook = "";

    @Option(
        names = {"--param", "--set"},
        paramLabel = "NAME=VALUE")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--incident", paramLabel = "INCIDENT")
    private String incident = "";

    @Option(names = "--dry-run")
    private boolean dry;

    @Option(names = "--block", paramLabel = "LINE")
    private int line;

    @Option(names = {"-f", "--follow"})
    private boolean follow;

    Start(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      String path = RUNBOOKS.named(api, runbook);
      JsonNode started =
          line > 0 ? api.post(path + "/block", Map.of("line", line)) : whole(api, path);
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

    private JsonNode whole(ApiClient api, String path) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("parameters", Map.copyOf(parameters));
      body.put("dry", dry);
      if (!incident.isEmpty()) {
        body.put("incident", incident);
      }
      return api.post(path + "/run", body);
    }
  }
}
