package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tests one way, or all: stage by stage, with what to do about the first that fails. */
@Command
abstract class StageTest extends ServerCommand {
  @Parameters(arity = "0..1", paramLabel = "SYSTEM/NAME", descriptionKey = "SYSTEM/NAME")
  private String wanted = "";

  private final Listing listing;

  StageTest(Common common, Listing listing) {
    super(common);
    this.listing = listing;
  }

  @Override
  final ExitCode run(ApiClient api, Terminal terminal) {
    List<JsonNode> answers = new ArrayList<>();
    for (String[] each : wanted(api)) {
      JsonNode answer =
          api.post(
              listing.path() + "/" + encode(each[0]) + "/" + encode(each[1]) + "/test", Map.of());
      answers.add(answer);
      if (!terminal.json()) {
        show(terminal, answer);
      }
    }
    if (terminal.json()) {
      terminal.json(Map.of("tests", answers));
    } else if (answers.isEmpty()) {
      terminal.line(terminal.text("cli.none." + listing.name()));
    }
    boolean good = answers.stream().allMatch(StageTest::works);
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private List<String[]> wanted(ApiClient api) {
    List<String[]> all = new ArrayList<>();
    if (!wanted.isEmpty()) {
      all.add(parts(listing.one(), wanted));
      return all;
    }
    for (JsonNode row : listing.rows(api, "")) {
      all.add(new String[] {row.path("system").asText(), row.path("name").asText()});
    }
    return all;
  }

  /** System and name. */
  static String[] parts(String one, String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new UserError(
          "bad-" + one, "'" + text + "' is not a " + one, "write it like quickstart/main");
    }
    return parts;
  }

  /** A warning says that the account may do less than it might need. */
  private static boolean works(JsonNode answer) {
    String status = answer.path("status").asText();
    return status.equals("ok") || status.equals("warn");
  }

  private void show(Terminal terminal, JsonNode answer) {
    JsonNode row = answer.path(listing.one());
    terminal.line(
        row.path("system").asText()
            + "/"
            + row.path("name").asText()
            + "  "
            + row.path("kind").asText()
            + "  "
            + row.path("address").asText());
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode stage : answer.path("stages")) {
      rows.add(
          List.of(
              terminal.text("connection.step." + stage.path("step").asText()),
              terminal.word("status.", stage.path("status").asText()),
              stage.path("evidence").asText()));
    }
    terminal.table(
        List.of(
            terminal.text("cli.column.stage"),
            terminal.text("cli.column.status"),
            terminal.text("cli.column.evidence")),
        rows);
    for (JsonNode stage : answer.path("stages")) {
      String advice = stage.path("advice").asText();
      if (!advice.isEmpty()) {
        terminal.line("HINT: " + terminal.text("connection.advice." + advice));
      }
    }
  }
}
