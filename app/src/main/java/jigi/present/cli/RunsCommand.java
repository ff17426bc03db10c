package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi runs}: what was and is executed. */
@Command(name = "runs")
final class RunsCommand extends ServerCommand {
  @Option(names = "--state", paramLabel = "STATE")
  private String state = "";

  @Option(names = "--limit", paramLabel = "N")
  private int limit = 30;

  RunsCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new RunsCommand(common.get()))
        .addSubcommand("list", new RunsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("logs", new Logs(common.get()))
        .addSubcommand("cancel", new Cancel(common.get()))
        .addSubcommand("approve", new Answer(common.get(), "approve"))
        .addSubcommand("decline", new Answer(common.get(), "decline"))
        .addSubcommand("choose", new Choose(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String filter = state.isEmpty() ? "" : "&state=" + encode(state);
    JsonNode runs = api.list("/api/v1/runs?limit=" + limit + filter, "runs");
    if (terminal.json()) {
      terminal.json(Map.of("runs", runs));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "runs",
        runs,
        List.of("number", "state", "system", "runbook", "steps", "started", "actor", "title"),
        row ->
            List.of(
                "#" + row.path("number").asText(),
                terminal.word("run.state.", row.path("state").asText()),
                Rows.text(row, "system"),
                Rows.text(row, "name"),
                row.path("done").asText() + "/" + row.path("steps").asText(),
                ages.ago(row.path("created"), row.path("system").asText()),
                Rows.text(row, "actor"),
                Rows.text(row, "title")));
    return ExitCode.DONE;
  }

  private static String find(ApiClient api, String given) {
    JsonNode rows = api.list("/api/v1/runs?limit=1000", "runs");
    return Rows.one(rows, "run", given, "id", "number").path("id").asText();
  }

  private static String path(ApiClient api, String given) {
    return "/api/v1/runs/" + encode(find(api, given));
  }

  /** Its steps and what it asks. */
  @Command(name = "show")
  static final class Show extends ServerCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    Show(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode found = api.get(path(api, run));
      if (terminal.json()) {
        terminal.json(found);
        return RunLog.exit(found);
      }
      JsonNode row = found.path("row");
      terminal.field("number", "#" + row.path("number").asText());
      terminal.field("title", Rows.text(row, "title"));
      terminal.field("state", terminal.word("run.state.", row.path("state").asText()));
      terminal.field("actor", Rows.text(row, "actor"));
      Rows.show(
          terminal,
          "steps",
          found.path("steps"),
          List.of("step", "state", "title", "evidence"),
          step ->
              List.of(
                  String.valueOf(step.path("index").asInt() + 1),
                  terminal.word("state.", step.path("state").asText()),
                  Rows.text(step, "title"),
                  Rows.text(step, "evidence")));
      ask(terminal, found.path("question"));
      return RunLog.exit(found);
    }

    private static void ask(Terminal terminal, JsonNode question) {
      if (!question.isObject()) {
        return;
      }
      terminal.line("");
      if (question.path("choices").isEmpty()) {
        terminal.say("cli.run.asks", Map.of());
        question
            .path("commands")
            .forEach(command -> terminal.line("  " + command.path("text").asText().strip()));
      } else {
        terminal.say("cli.run.choices", Map.of("choices", question.path("choices").toString()));
      }
    }
  }

  /** Its output. */
  @Command(name = "logs")
  static final class Logs extends ServerCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(names = {"-f", "--follow"})
    private boolean follow;

    Logs(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      RunLog log = new RunLog(api, terminal, find(api, run));
      return follow ? log.follow() : log.once();
    }
  }

  /** Ends it; the step's processes are killed. */
  @Command(name = "cancel")
  static final class Cancel extends ServerCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    Cancel(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      return terminal.done(api.post(path(api, run) + "/cancel", Map.of()));
    }
  }

  private static JsonNode question(ApiClient api, String path) {
    JsonNode question = api.get(path).path("question");
    if (!question.isObject()) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError("nothing-asked", "the run asks nothing now", "jigi runs show tells"));
    }
    return question;
  }

  /** Consents to what the run wants to do next, as it is at this moment, or refuses. */
  @Command
  static final class Answer extends ServerCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    private final String verb;

    Answer(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      String path = path(api, run);
      JsonNode question = question(api, path);
      if (!question.path("choices").isEmpty()) {
        throw new UserError("choice-asked", "the run asks for a choice", "use jigi runs choose");
      }
      Map<String, Object> body =
          Map.of("step", question.path("step").asInt(), "hash", question.path("hash").asText());
      return terminal.done(api.post(path + "/" + verb, body));
    }
  }

  /** Answers a choice, with what was seen. */
  @Command(name = "choose")
  static final class Choose extends ServerCommand {
    @Parameters(index = "0", paramLabel = "RUN")
    private String run = "";

    @Parameters(index = "1", paramLabel = "CHOICE")
    private String choice = "";

    @Option(names = "--evidence", paramLabel = "TEXT")
    private String evidence = "";

    Choose(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      String path = path(api, run);
      Map<String, Object> body = new HashMap<>();
      body.put("step", question(api, path).path("step").asInt());
      body.put("choice", choice);
      body.put("evidence", evidence);
      return terminal.done(api.post(path + "/choose", body));
    }
  }
}
