package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi runs}: what was and is executed. */
@Command(name = "runs")
final class RunsCommand extends ListCommand {
  static final Listing RUNS =
      Listing.of("runs", "run", "/api/v1/runs")
          .with("number", (row, ages) -> "#" + row.path("number").asText())
          .word("state", "run.state.")
          .text("system")
          .text("runbook", "name")
          .with(
              "steps", (row, ages) -> row.path("done").asText() + "/" + row.path("steps").asText())
          .ago("started", "created")
          .text("actor")
          .text("title");
  private static final Listing STEPS =
      Listing.of("steps", "step", "")
          .with("step", (step, ages) -> String.valueOf(step.path("index").asInt() + 1))
          .word("state", "state.")
          .text("title")
          .evidence();

  @Option(names = "--state", paramLabel = "STATE")
  private String state = "";

  @Option(names = "--system", paramLabel = "SYSTEM")
  private String system = "";

  @Option(names = "--limit", paramLabel = "N")
  private int limit = 30;

  RunsCommand(Common common) {
    super(common, RUNS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new RunsCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("logs", new Logs(common.get()))
        .addSubcommand("cancel", new Cancel(common.get()))
        .addSubcommand("approve", new Approve(common.get()))
        .addSubcommand("decline", new Decline(common.get()))
        .addSubcommand("resume", new Resume(common.get()), "choose");
  }

  @Override
  String query() {
    return "?limit="
        + limit
        + (state.isEmpty() ? "" : "&state=" + encode(state))
        + (system.isEmpty() ? "" : "&system=" + encode(system));
  }

  private static String find(ApiClient api, String given) {
    return RUNS.find(api, "?limit=1000", given, "id", "number").path("id").asText();
  }

  private static String path(ApiClient api, String given) {
    return "/api/v1/runs/" + encode(find(api, given));
  }

  /** Its steps and what it asks. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "RUN", descriptionKey = "RUN")
    private String run = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return RunsCommand.path(api, run);
    }

    @Override
    ExitCode judge(JsonNode found) {
      return RunLog.exit(found);
    }

    @Override
    void show(JsonNode found, Ages ages) {
      RUNS.fields(ages, found.path("row"));
      STEPS.show(ages.terminal(), ages, found.path("steps"));
      ask(ages.terminal(), found.path("question"));
    }
  }

  /** What the run waits for, if it does. */
  static void ask(Terminal terminal, JsonNode question) {
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
      StringBuilder choices = new StringBuilder();
      question
          .path("choices")
          .forEach(each -> choices.append(choices.isEmpty() ? "" : ", ").append(each.asText()));
      String why = question.path("why").asText();
      if (!why.isEmpty() && !why.equals("null")) {
        terminal.line(terminal.word("run.ask.", why));
      }
      terminal.say("cli.run.choices", Map.of("choices", choices));
    }
  }

  /** Its output. */
  @Command(name = "logs")
  static final class Logs extends ServerCommand {
    @Parameters(paramLabel = "RUN", descriptionKey = "RUN")
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

  private static JsonNode question(ApiClient api, String path) {
    JsonNode question = api.get(path.substring(0, path.lastIndexOf('/'))).path("question");
    if (!question.isObject()) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError("nothing-asked", "the run asks nothing now", "jigi runs show tells"));
    }
    return question;
  }

  /** What the run wants to do next, as it is at this moment. */
  private static Map<String, ?> asked(ApiClient api, String path) {
    JsonNode question = question(api, path);
    if (!question.path("choices").isEmpty()) {
      throw new UserError(
          "choice-asked",
          "the run asks for a choice: " + question.path("choices"),
          "use jigi runs resume");
    }
    return Map.of("step", question.path("step").asInt(), "hash", question.path("hash").asText());
  }

  /** Does something to one run. */
  private abstract static class Act extends ActCommand {
    private final String verb;

    @Parameters(index = "0", paramLabel = "RUN", descriptionKey = "RUN")
    private String run = "";

    Act(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    final String path(ApiClient api) {
      return RunsCommand.path(api, run) + "/" + verb;
    }
  }

  /** Ends it; the step's processes are killed. */
  @Command(name = "cancel")
  static final class Cancel extends Act {
    Cancel(Common common) {
      super(common, "cancel");
    }
  }

  /** Consents to what the run wants to do next. */
  @Command(name = "approve")
  static final class Approve extends Act {
    Approve(Common common) {
      super(common, "approve");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return asked(api, path);
    }
  }

  /** Refuses what the run wants to do next. */
  @Command(name = "decline")
  static final class Decline extends Act {
    Decline(Common common) {
      super(common, "decline");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return asked(api, path);
    }
  }

  /** Answers what a waiting run asks, with what was seen. */
  @Command(name = "resume")
  static final class Resume extends Act {
    @Parameters(index = "1", paramLabel = "CHOICE", descriptionKey = "CHOICE")
    private String choice = "";

    @Option(names = "--evidence", paramLabel = "TEXT")
    private String evidence = "";

    Resume(Common common) {
      super(common, "choose");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      int step = question(api, path).path("step").asInt();
      return Map.of("step", step, "choice", choice, "evidence", evidence);
    }
  }
}
