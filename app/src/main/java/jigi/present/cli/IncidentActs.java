package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people do and write in an incident. */
final class IncidentActs {
  private static final Listing FOLLOW_UPS =
      Listing.of("followUps", "follow-up", "/api/v1/follow-ups")
          .text("system")
          .text("incident", "label")
          .text("number")
          .text("person")
          .with("due", (row, ages) -> ages.at(row.path("due"), Rows.text(row, "system")))
          .text("task");

  private IncidentActs() {}

  static CommandLine addTo(CommandLine group, Common common) {
    return group
        .addSubcommand("step", new Step(common))
        .addSubcommand("write", new Write(common))
        .addSubcommand("kind", new Kind(common))
        .addSubcommand("repaired", new Repaired(common))
        .addSubcommand("publish", new Publish(common))
        .addSubcommand("withdraw", new Withdraw(common))
        .addSubcommand("join", new Join(common))
        .addSubcommand("draft", new Draft(common))
        .addSubcommand("approve", new Approve(common))
        .addSubcommand("export", new Export(common))
        .addSubcommand("follow-up", new FollowUp(common))
        .addSubcommand("follow-ups", new FollowUps(common))
        .addSubcommand("finish", new Finish(common));
  }

  /** The steps of the guide, as {@code show} tells them. */
  static void show(JsonNode work, Terminal terminal) {
    for (JsonNode phase : work.path("phases")) {
      terminal.line(
          phase.path("title").asText()
              + (phase.path("late").asBoolean()
                  ? "  (" + terminal.text("web.incident.steps.late") + ")"
                  : ""));
      for (JsonNode step : phase.path("steps")) {
        boolean done = step.path("done").isTextual();
        terminal.line(
            "  [%s] %d %s%s"
                .formatted(
                    done ? "x" : " ",
                    step.path("number").asInt(),
                    step.path("text").asText(),
                    done
                        ? "  " + step.path("by").asText() + " " + step.path("evidence").asText()
                        : ""));
      }
    }
    for (JsonNode one : work.path("room").path("people")) {
      terminal.line(terminal.text("web.room") + ": " + one.path("person").asText());
    }
    for (JsonNode notice : work.path("notices")) {
      terminal.line(
          "%s %d (%s): %s"
              .formatted(
                  terminal.text("web.customers"),
                  notice.path("number").asInt(),
                  terminal.text("incident.notice." + notice.path("state").asText()),
                  notice.path("title").asText()));
    }
    for (JsonNode text : work.path("texts")) {
      if (text.path("version").asInt() > 0) {
        terminal.line(
            terminal.text("incident.field." + text.path("field").asText())
                + ": "
                + text.path("text").asText());
      }
    }
  }

  /** A step is done. */
  @Command(name = "step")
  static final class Step extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "STEP", descriptionKey = "STEP")
    private int step;

    @Parameters(index = "2", arity = "0..1", paramLabel = "EVIDENCE", descriptionKey = "EVIDENCE")
    private String evidence = "";

    @Option(names = "--undo")
    private boolean undo;

    Step(Common common) {
      super(common, "step");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("step", step, "evidence", evidence, "undone", undo);
    }
  }

  /** Writes what it is about. */
  @Command(name = "write")
  static final class Write extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "FIELD", descriptionKey = "INCIDENT_FIELD")
    private String field = "";

    @Parameters(index = "2", paramLabel = "TEXT", descriptionKey = "TEXT")
    private String text = "";

    Write(Common common) {
      super(common, "write");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("field", field, "text", text);
    }
  }

  /** Says of which kind it is. */
  @Command(name = "kind")
  static final class Kind extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "KIND", descriptionKey = "INCIDENT_KIND")
    private String kind = "";

    Kind(Common common) {
      super(common, "kind");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("kind", kind);
    }
  }

  /** Says that it is repaired. */
  @Command(name = "repaired")
  static final class Repaired extends IncidentsCommand.Act {
    Repaired(Common common) {
      super(common, "repaired");
    }
  }

  /** Tells everybody of it. */
  @Command(name = "publish")
  static final class Publish extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "STAGE", descriptionKey = "INCIDENT_STAGE")
    private String stage = "";

    @Parameters(index = "2", paramLabel = "TEXT", descriptionKey = "PUBLIC_TEXT")
    private String text = "";

    @Option(names = "--title")
    private String title = "";

    @Option(names = "--affects")
    private List<String> affects = List.of();

    Publish(Common common) {
      super(common, "publish");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      Map<String, Object> body = new TreeMap<>(Map.of("stage", stage, "text", text));
      if (!title.isEmpty()) {
        body.put("title", title);
      }
      if (!affects.isEmpty()) {
        body.put("affects", affects);
      }
      return body;
    }
  }

  /** Takes it from the status page. */
  @Command(name = "withdraw")
  static final class Withdraw extends IncidentsCommand.Act {
    Withdraw(Common common) {
      super(common, "withdraw");
    }
  }

  /** Comes into its war room. */
  @Command(name = "join")
  static final class Join extends IncidentsCommand.Act {
    Join(Common common) {
      super(common, "join");
    }
  }

  /** Writes what customers may be told. */
  @Command(name = "draft")
  static final class Draft extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "NOTICE", descriptionKey = "NOTICE")
    private String template = "";

    @Option(names = "--title")
    private String title = "";

    @Option(names = "--text")
    private String text = "";

    Draft(Common common) {
      super(common, "draft");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("template", template, "title", title, "text", text);
    }
  }

  /** Sends a notice to customers, or throws it away. */
  @Command(name = "approve")
  static final class Approve extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "NUMBER", descriptionKey = "NOTICE_NUMBER")
    private int number;

    @Option(names = "--discard")
    private boolean discard;

    Approve(Common common) {
      super(common, "decide");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("number", number, "discard", discard);
    }
  }

  /** Its report. */
  @Command(name = "export")
  static final class Export extends ExportCommand {
    @Parameters(index = "0", paramLabel = "INCIDENT", descriptionKey = "INCIDENT")
    private String incident = "";

    Export(Common common) {
      super(common, "txt");
    }

    @Override
    String path(ApiClient api) {
      return IncidentsCommand.find(api, incident) + "/report?";
    }
  }

  /** Gives somebody a task. */
  @Command(name = "follow-up")
  static final class FollowUp extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "PERSON", descriptionKey = "PERSON")
    private String person = "";

    @Parameters(index = "2", paramLabel = "DAY", descriptionKey = "DUE_DAY")
    private String due = "";

    @Parameters(index = "3", paramLabel = "TASK", descriptionKey = "FOLLOW_UP")
    private String task = "";

    FollowUp(Common common) {
      super(common, "follow-up");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("person", person, "due", due, "task", task);
    }
  }

  /** What people have yet to do. */
  @Command(name = "follow-ups")
  static final class FollowUps extends ListCommand {
    FollowUps(Common common) {
      super(common, FOLLOW_UPS);
    }
  }

  /** A task is done. */
  @Command(name = "finish")
  static final class Finish extends IncidentsCommand.Act {
    @Parameters(index = "1", paramLabel = "NUMBER", descriptionKey = "FOLLOW_UP_NUMBER")
    private int number;

    Finish(Common common) {
      super(common, "finish");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("number", number);
    }
  }
}
