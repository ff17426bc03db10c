package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi checklist}: work that recurs, done and signed. */
@Command(name = "checklist")
final class ChecklistCommand extends ServerCommand {
  private static final Listing CHECKLISTS =
      Listing.of("checklists", "checklist", "/api/v1/checklists");
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  ChecklistCommand(Common common) {
    super(common);
  }

  static CommandLine with(Supplier<Common> common) {
    return ListCommand.group(() -> new ChecklistCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("run", new Start(common.get()))
        .addSubcommand("tick", new Tick(common.get()))
        .addSubcommand("attach", new Attach(common.get()))
        .addSubcommand("sign", new Sign(common.get()))
        .addSubcommand("export", new Export(common.get()));
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode rows = CHECKLISTS.rows(api, "");
    if (terminal.json()) {
      terminal.json(Map.of("checklists", rows));
      return ExitCode.DONE;
    }
    Ages ages = Ages.of(api, terminal);
    Rows.show(
        terminal,
        "checklists",
        rows,
        List.of("system", "checklist", "items", "next", "last", "title"),
        row ->
            List.of(
                Rows.text(row, "system"),
                Rows.text(row, "name"),
                Rows.text(row, "items"),
                ages.at(row.path("next"), row.path("system").asText()),
                row.path("last").isObject() ? status(terminal, row.path("last")) : "-",
                Rows.text(row, "title")));
    return ExitCode.DONE;
  }

  private static String status(Terminal terminal, JsonNode row) {
    String status = row.path("status").asText();
    return status.equals("open")
        ? terminal.text("checklist.open")
        : terminal.word("status.", status);
  }

  /** The newest run of a checklist. */
  private static String newest(ApiClient api, String given) {
    return newest(api.get(CHECKLISTS.named(api, given)), given);
  }

  private static String newest(JsonNode checklist, String given) {
    JsonNode history = checklist.path("history");
    if (history.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError(
              "never-begun", "'" + given + "' was never begun", "jigi checklist run " + given));
    }
    return "/api/v1/checklist-runs/" + encode(history.path(0).path("run").asText());
  }

  /** Item by item; 1 when something is not OK. */
  private static ExitCode show(ApiClient api, Terminal terminal, String path) {
    JsonNode sheet = api.get(path);
    String status = sheet.path("done").path("status").asText();
    ExitCode exit =
        status.equals("ok") || status.equals("open") || status.equals("warn")
            ? ExitCode.DONE
            : ExitCode.BAD_ANSWER;
    if (terminal.json()) {
      terminal.json(sheet);
      return exit;
    }
    terminal.line(
        sheet.path("row").path("title").asText() + " #" + sheet.path("done").path("number"));
    lines(terminal, sheet);
    terminal.field("status", status(terminal, sheet.path("done")));
    String by = sheet.path("done").path("signedBy").asText("");
    if (!by.isEmpty() && !by.equals("null")) {
      terminal.field("signed", by);
    }
    return exit;
  }

  private static void lines(Terminal terminal, JsonNode sheet) {
    String section = "";
    for (JsonNode line : sheet.path("lines")) {
      if (!line.path("section").asText().equals(section)) {
        section = line.path("section").asText();
        terminal.line("");
        terminal.line(section);
      }
      terminal.line(line(terminal, line));
      for (JsonNode alert : line.path("alerts")) {
        terminal.line(alert(terminal, alert));
      }
    }
    terminal.line("");
  }

  private static String alert(Terminal terminal, JsonNode alert) {
    return "      %s %s: %s"
        .formatted(
            terminal.word("alert.state.", alert.path("state").asText()),
            alert.path("rule").asText(),
            alert.path("summary").asText());
  }

  private static String line(Terminal terminal, JsonNode line) {
    String value = line.path("value").isTextual() ? line.path("value").asText() + " " : "";
    String said = (value + line.path("evidence").asText()).strip();
    return "  %2d. [%s] %s%s"
        .formatted(
            line.path("index").asInt() + 1,
            status(terminal, line),
            line.path("text").asText(),
            said.isEmpty() ? "" : " (" + said + ")");
  }

  /** Works with one checklist. */
  private abstract static class OfOne extends ServerCommand {
    @Parameters(index = "0", paramLabel = "CHECKLIST", descriptionKey = "CHECKLIST")
    String checklist = "";

    OfOne(Common common) {
      super(common);
    }
  }

  /** The newest one that was begun; where there is none, what it consists of. */
  @Command(name = "show")
  static final class Show extends OfOne {
    Show(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode found = api.get(CHECKLISTS.named(api, checklist));
      if (!found.path("history").isEmpty()) {
        return ChecklistCommand.show(api, terminal, newest(found, checklist));
      }
      if (terminal.json()) {
        terminal.json(found);
      } else {
        terminal.line(found.path("row").path("title").asText());
        lines(terminal, found);
        terminal.say("web.checklist.never", Map.of());
      }
      return ExitCode.DONE;
    }
  }

  /** Begins one and waits for what answers by itself. */
  @Command(name = "run")
  static final class Start extends OfOne {
    Start(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      String id = api.post(CHECKLISTS.named(api, checklist) + "/run", Map.of()).path("id").asText();
      String path = "/api/v1/checklist-runs/" + encode(id);
      try (Timeline timeline = Timeline.real()) {
        var end = timeline.instant().plus(LONGEST);
        while (automaticOpen(api.get(path)) && timeline.instant().isBefore(end)) {
          timeline.sleep(PAUSE);
        }
      }
      return show(api, terminal, path);
    }

    private static boolean automaticOpen(JsonNode sheet) {
      for (JsonNode line : sheet.path("lines")) {
        if (!line.path("way").asText().equals("hand")
            && line.path("status").asText().equals("open")) {
          return true;
        }
      }
      return false;
    }
  }

  /** Does something to the newest one of a checklist. */
  private abstract static class Act extends ActCommand {
    private final String verb;

    @Parameters(index = "0", paramLabel = "CHECKLIST", descriptionKey = "CHECKLIST")
    private String checklist = "";

    Act(Common common, String verb) {
      super(common);
      this.verb = verb;
    }

    @Override
    final String path(ApiClient api) {
      return newest(api, checklist) + "/" + verb;
    }
  }

  /** Answers an item. */
  @Command(name = "tick")
  static final class Tick extends Act {
    @Parameters(index = "1", paramLabel = "ITEM", descriptionKey = "ITEM")
    private int item;

    @Option(names = "--status", paramLabel = "STATUS")
    private String status = "ok";

    @Option(names = "--note", paramLabel = "TEXT")
    private String note = "";

    @Option(names = "--value", paramLabel = "VALUE")
    private String value = "";

    Tick(Common common) {
      super(common, "answer");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      Map<String, Object> body = new HashMap<>();
      body.put("item", item - 1);
      body.put("status", status);
      body.put("note", note);
      if (!value.isEmpty()) {
        body.put("value", value);
      }
      return body;
    }
  }

  /** Hands in a file for an item. */
  @Command(name = "attach")
  static final class Attach extends Act {
    @Parameters(index = "1", paramLabel = "ITEM", descriptionKey = "ITEM")
    private int item;

    @Parameters(index = "2", paramLabel = "FILE", descriptionKey = "EVIDENCE_FILE")
    private Path file = Path.of("");

    Attach(Common common) {
      super(common, "evidence");
    }

    @Override
    JsonNode send(ApiClient api, String path) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(file);
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.MISUSE,
            new UserError(
                "unreadable-file", "the file cannot be read (" + file + ")", "name another one"));
      }
      String query = "?item=" + (item - 1) + "&name=" + encode(file.getFileName().toString());
      return api.upload(path + query, bytes);
    }
  }

  /** Signs it. */
  @Command(name = "sign")
  static final class Sign extends Act {
    @Option(names = "--note", paramLabel = "TEXT")
    private String note = "";

    @Option(names = "--field", paramLabel = "NAME=TEXT")
    private Map<String, String> fields = new LinkedHashMap<>();

    Sign(Common common) {
      super(common, "sign");
    }

    @Override
    Map<String, ?> body(ApiClient api, String path) {
      return Map.of("note", note, "fields", Map.copyOf(fields));
    }
  }

  /** Writes the newest one down. */
  @Command(name = "export")
  static final class Export extends ExportCommand {
    @Parameters(paramLabel = "CHECKLIST", descriptionKey = "CHECKLIST_OR_SYSTEM")
    private String checklist = "";

    @Option(names = "--month", paramLabel = "MONTH")
    private String month = "";

    Export(Common common) {
      super(common, "md");
    }

    @Override
    String path(ApiClient api) {
      return month.isEmpty()
          ? newest(api, checklist) + "/export?"
          : "/api/v1/checklist-export?system="
              + encode(checklist)
              + "&month="
              + encode(month)
              + "&";
    }
  }
}
