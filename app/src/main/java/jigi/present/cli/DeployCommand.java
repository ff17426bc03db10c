package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.connect.wire.Deadline;
import jigi.base.kernel.Spans;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi deploy NAME VERSION}: new versions in the place of old ones. */
@Command(name = "deploy")
final class DeployCommand extends ServerCommand {
  private static final int SHORT = 7;

  static final Listing DEPLOYMENTS =
      Listing.of("deployments", "deployment", "/api/v1/deployments")
          .word("status", "status.")
          .text("system")
          .text("deployment", "name")
          .text("colour", "active")
          .text("version")
          .with("stage", (row, ages) -> stage(row, ages.terminal()))
          .with("last", (row, ages) -> outcome(row.path("last"), ages.terminal()))
          .text("gateway");
  private static final Listing HISTORY =
      Listing.of("history", "deployment", "")
          .with("state", (row, ages) -> outcome(row, ages.terminal()))
          .ago("begun", "started")
          .text("version")
          .text("colour")
          .with("requests", (row, ages) -> row.path("requests").asText())
          .with("failed", (row, ages) -> row.path("failed").asText())
          .text("actor")
          .with("why", (row, ages) -> why(row, ages.terminal()));

  @Parameters(index = "0", paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT", arity = "0..1")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VERSION", descriptionKey = "VERSION", arity = "0..1")
  private String version = "";

  @Option(names = "--phase", paramLabel = "PHASE")
  private String phase = "";

  @Option(names = "--override-color", paramLabel = "COLOUR")
  private String override = "";

  @Option(names = "--replace-live")
  private boolean replaceLive;

  @Option(names = "--force-color", paramLabel = "COLOUR")
  private String force = "";

  @Option(names = "--skip-pull")
  private boolean skipPull;

  @Option(names = "--set", paramLabel = "NAME=VALUE")
  private List<String> set = List.of();

  @Option(names = "--migration", paramLabel = "MIGRATION")
  private String migration = "";

  @Option(names = "--override", paramLabel = "REASON")
  private String reason = "";

  @Option(names = "--detach")
  private boolean detach;

  DeployCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return new CommandLine(new DeployCommand(common.get()))
        .addSubcommand("list", new ListCommand(common.get(), DEPLOYMENTS))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("tags", new DeployTagsCommand(common.get()))
        .addSubcommand("rollback", new Rollback(common.get()))
        .addSubcommand("scale", new Scale(common.get()))
        .addSubcommand("freeze", new FreezeCommand(common.get()))
        .addSubcommand("unfreeze", new Unfreeze(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
    if (name.isEmpty()) {
      DEPLOYMENTS.show(terminal, new Ages(api, terminal), DEPLOYMENTS.rows(api, ""));
      return ExitCode.DONE;
    }
    String path = DEPLOYMENTS.named(api, name);
    Map<String, String> body = new LinkedHashMap<>();
    body.put("phase", phase.isEmpty() ? "full" : phase);
    body.put("version", version);
    body.put("override-color", override);
    body.put("replace-live", String.valueOf(replaceLive));
    body.put("force-color", force);
    body.put("skip-pull", String.valueOf(skipPull));
    body.put("set", String.join("\n", set));
    body.put("migration", migration);
    body.put("override", reason);
    JsonNode started = api.post(path + "/phase", body);
    return new Following(api, terminal, path, started).end(detach);
  }

  private static String stage(JsonNode row, Terminal terminal) {
    String stage = row.path("stage").asText();
    return stage.isEmpty() ? "-" : terminal.word("deploy.stage.", stage);
  }

  private static String outcome(JsonNode entry, Terminal terminal) {
    return entry.isObject()
        ? terminal.word("deploy.outcome.", entry.path("outcome").asText())
        : "-";
  }

  private static String why(JsonNode row, Terminal terminal) {
    return terminal.evidence(
        row.path("why").isTextual() ? row.path("why").asText().lines().findFirst().orElse("") : "");
  }

  /** What was done and seen, line by line, until the run has ended. */
  private record Following(ApiClient api, Terminal terminal, String path, JsonNode started) {
    private static final Duration BETWEEN = Duration.ofMillis(300);

    ExitCode end(boolean detach) throws InterruptedException {
      String id = started.path("id").asText();
      String run = "/api/v1/runs/" + encode(id);
      if (detach) {
        if (terminal.json()) {
          terminal.json(started);
        } else {
          String number = api.get(run).path("row").path("number").asText();
          terminal.say("cli.run.started", Map.of("number", number));
        }
        return ExitCode.DONE;
      }
      int shown = 0;
      while (true) {
        JsonNode now = api.get(run);
        shown = marks(id, shown);
        if (!now.path("row").path("finished").isNull() || now.path("question").isObject()) {
          return conclude(now, id);
        }
        Deadline.in(BETWEEN).await();
      }
    }

    private int marks(String id, int shown) {
      JsonNode detail = api.get(path);
      boolean ours = detail.path("history").path(0).path("run").asText().equals(id);
      JsonNode marks = detail.path("marks");
      if (!ours || terminal.json()) {
        return shown;
      }
      for (int i = shown; i < marks.size(); i++) {
        JsonNode mark = marks.get(i);
        terminal.line(
            terminal.word("deploy.stage.", mark.path("stage").asText())
                + ": "
                + terminal.evidence(mark.path("said").asText()));
      }
      return marks.size();
    }

    /** A run that replaces the live colour is two deployments. */
    private void counted(JsonNode history, String id) {
      long requests = 0;
      long failed = 0;
      boolean begun = false;
      for (JsonNode entry : history) {
        if (entry.path("run").asText().equals(id)) {
          begun = true;
          requests += entry.path("requests").asLong();
          failed += entry.path("failed").asLong();
        }
      }
      if (begun) {
        terminal.say("deploy.counted", Map.of("requests", requests, "failed", failed));
      }
    }

    private ExitCode conclude(JsonNode run, String id) {
      JsonNode detail = api.get(path);
      JsonNode entry = detail.path("history").path(0);
      if (terminal.json()) {
        terminal.json(Map.of("run", run.path("row"), "deployment", entry));
        return RunLog.exit(run);
      }
      counted(detail.path("history"), id);
      ExitCode exit = RunLog.exit(run);
      String stage = detail.path("row").path("stage").asText();
      if (exit == ExitCode.DONE && !stage.isEmpty()) {
        terminal.say("deploy.rests", Map.of("stage", terminal.word("deploy.stage.", stage)));
      }
      if (exit != ExitCode.DONE) {
        for (JsonNode step : run.path("steps")) {
          String said = step.path("evidence").asText();
          if (step.path("state").asText().equals("failed") && !said.isEmpty()) {
            terminal.line(terminal.evidence(said));
          }
        }
      }
      String state = run.path("row").path("state").asText();
      terminal.line(
          (exit == ExitCode.DONE ? "✅ " : "❌ ")
              + run.path("row").path("title").asText()
              + ": "
              + terminal.word("run.state.", state));
      return exit;
    }
  }

  /** Both colours, what does not agree, and what there was. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
    private String name = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return DEPLOYMENTS.named(api, name);
    }

    @Override
    ExitCode judge(JsonNode found) {
      return found.path("mismatches").isEmpty() ? ExitCode.DONE : ExitCode.BAD_ANSWER;
    }

    @Override
    void show(JsonNode found, Ages ages) {
      Terminal terminal = ages.terminal();
      DEPLOYMENTS.fields(ages, found.path("row"));
      if (found.path("holds").path("frozen").isTextual()) {
        terminal.say(
            "deploy.frozen", Map.of("reason", found.path("holds").path("frozen").asText()));
      }
      for (JsonNode side : found.path("sides")) {
        // A colour, or the number of an instance.
        terminal.line(
            terminal.word("cli.column.", side.path("colour").asText())
                + ": "
                + terminal.word("deploy.role.", side.path("role").asText())
                + (side.path("version").isNull() ? "" : " " + side.path("version").asText())
                + ", "
                + terminal.word("deploy.health.", side.path("health").asText())
                + ", "
                + side.path("where").asText());
      }
      JsonNode follow = found.path("sizes").path("follow");
      if (follow.isObject()) {
        String load = follow.path("load").asText();
        terminal.line(
            (load.isEmpty() ? "" : terminal.text("deploy.load.now", Map.of("load", load)) + ": ")
                + terminal.word("deploy.load.", follow.path("word").asText()));
      }
      for (JsonNode mismatch : found.path("mismatches")) {
        terminal.line(
            terminal.word("deploy.mismatch.", mismatch.path("code").asText())
                + " ("
                + terminal.evidence(mismatch.path("said").asText())
                + ")");
      }
      for (JsonNode chain : found.path("chains")) {
        terminal.line(chain(terminal, chain));
      }
      for (JsonNode file : found.path("envFiles")) {
        terminal.line(envFile(terminal, file));
        for (JsonNode secret : file.path("secrets")) {
          secret(terminal, secret);
        }
      }
      terminal.line("");
      HISTORY.show(terminal, ages, found.path("history"));
    }
  }

  /** {@code /srv/.env.prod: tags, deploy rw-------, BE_TAG FE_TAG}: never a value. */
  private static String envFile(Terminal terminal, JsonNode file) {
    List<String> said = new ArrayList<>();
    said.add(file.path("purpose").asText());
    said.add(file.path("owner").asText() + " " + file.path("mode").asText());
    boolean well = file.path("fault").isNull();
    said.add(well ? names(file.path("variables")) : terminal.evidence(file.path("fault").asText()));
    said.removeIf(String::isBlank);
    return (well ? "" : "❌ ") + file.path("path").asText() + ": " + String.join(", ", said);
  }

  private static void secret(Terminal terminal, JsonNode secret) {
    boolean due = secret.path("due").isTextual();
    String word = !due ? "secret" : secret.path("overdue").asBoolean() ? "overdue" : "due";
    terminal.say(
        "deploy.env." + word,
        Map.of(
            "name", "  " + secret.path("name").asText(),
            "since", day(secret.path("since")),
            "due", day(secret.path("due"))));
  }

  private static String day(JsonNode instant) {
    return instant.isTextual() ? instant.asText().substring(0, "2026-01-31".length()) : "";
  }

  private static String names(JsonNode variables) {
    List<String> all = new ArrayList<>();
    variables.forEach(name -> all.add(name.asText()));
    return String.join(" ", all);
  }

  /** {@code CI main 0d1f2a3: build passed → test failed}. */
  private static String chain(Terminal terminal, JsonNode chain) {
    String sha = chain.path("sha").asText();
    StringBuilder line =
        new StringBuilder("CI ")
            .append(chain.path("ref").asText())
            .append(' ')
            .append(sha, 0, Math.min(SHORT, sha.length()))
            .append(": ")
            .append(terminal.word("deploy.chain.", chain.path("state").asText()));
    String between = " (";
    for (JsonNode job : chain.path("jobs")) {
      line.append(between)
          .append(job.path("name").asText())
          .append(' ')
          .append(terminal.word("deploy.chain.", job.path("state").asText()));
      between = " → ";
    }
    line.append(between.equals(" (") ? "" : ")");
    String refused = chain.path("refused").asText("");
    return line + (chain.path("refused").isTextual() ? ", " + terminal.evidence(refused) : "");
  }

  /** The last good version again. */
  @Command(name = "rollback")
  static final class Rollback extends ServerCommand {
    @Parameters(paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
    private String name = "";

    @Option(names = "--detach")
    private boolean detach;

    Rollback(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      String path = DEPLOYMENTS.named(api, name);
      return new Following(api, terminal, path, api.post(path + "/rollback", Map.of())).end(detach);
    }
  }

  /** More instances of the live version, or fewer. */
  @Command(name = "scale")
  static final class Scale extends ServerCommand {
    @Parameters(index = "0", paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
    private String name = "";

    @Parameters(index = "1", paramLabel = "TO", descriptionKey = "TO")
    private String to = "";

    @Option(names = "--reason", paramLabel = "REASON")
    private String reason = "";

    @Option(names = "--detach")
    private boolean detach;

    Scale(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      String path = DEPLOYMENTS.named(api, name);
      JsonNode started = api.post(path + "/scale", Map.of("to", to, "reason", reason));
      JsonNode hold = api.get(path).path("sizes").path("follow").path("hold");
      if (hold.isNumber() && !terminal.json()) {
        Duration kept = Duration.ofSeconds(hold.asLong());
        terminal.say(
            "deploy.load.hold",
            Map.of("hold", Spans.words(terminal.messages(), terminal.language(), kept)));
      }
      return new Following(api, terminal, path, started).end(detach);
    }
  }

  /** Lets nothing be deployed but what goes back. */
  @Command(name = "freeze")
  static final class FreezeCommand extends ServerCommand {
    @Parameters(paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
    private String name = "";

    @Option(names = "--reason", paramLabel = "REASON", required = true)
    private String reason = "";

    FreezeCommand(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      api.post(DEPLOYMENTS.named(api, name) + "/freeze", Map.of("reason", reason));
      terminal.say("deploy.frozen", Map.of("reason", reason));
      return ExitCode.DONE;
    }
  }

  /** Lets it be deployed again. */
  @Command(name = "unfreeze")
  static final class Unfreeze extends ServerCommand {
    @Parameters(paramLabel = "DEPLOYMENT", descriptionKey = "DEPLOYMENT")
    private String name = "";

    Unfreeze(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      api.post(DEPLOYMENTS.named(api, name) + "/unfreeze", Map.of());
      terminal.say("deploy.unfrozen", Map.of());
      return ExitCode.DONE;
    }
  }
}
