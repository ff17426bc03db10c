package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jigi.base.kernel.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi connection}: what the manuals name, and whether it can be made. */
@Command(name = "connection")
final class ConnectionCommand extends ListCommand {
  private static final Listing CONNECTIONS =
      Listing.of("connections", "connection", "/api/v1/connections")
          .text("system")
          .text("connection", "name")
          .text("kind")
          .text("address")
          .text("host", "on");

  ConnectionCommand(Common common) {
    super(common, CONNECTIONS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new ConnectionCommand(common.get()))
        .addSubcommand("test", new Test(common.get()));
  }

  /** Tests one, or all: stage by stage, with what to do about the first that fails. */
  @Command(name = "test")
  static final class Test extends ServerCommand {
    @Parameters(arity = "0..1", paramLabel = "SYSTEM/NAME", descriptionKey = "SYSTEM/NAME")
    private String connection = "";

    Test(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      List<JsonNode> answers = new ArrayList<>();
      for (String[] each : wanted(api)) {
        String path = "/api/v1/connections/" + encode(each[0]) + "/" + encode(each[1]) + "/test";
        JsonNode answer = api.post(path, Map.of());
        answers.add(answer);
        if (!terminal.json()) {
          show(terminal, answer);
        }
      }
      if (terminal.json()) {
        terminal.json(Map.of("tests", answers));
      } else if (answers.isEmpty()) {
        terminal.line(terminal.text("cli.none.connections"));
      }
      boolean good = answers.stream().allMatch(Test::works);
      return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
    }

    private List<String[]> wanted(ApiClient api) {
      List<String[]> all = new ArrayList<>();
      if (connection.isEmpty()) {
        for (JsonNode row : CONNECTIONS.rows(api, "")) {
          all.add(new String[] {row.path("system").asText(), row.path("name").asText()});
        }
        return all;
      }
      String[] parts = connection.split("/", -1);
      if (parts.length != 2) {
        throw new UserError(
            "bad-connection",
            "'" + connection + "' is not a connection",
            "write it like quickstart/main");
      }
      all.add(parts);
      return all;
    }

    /** A warning says that the account may do less than it might need. */
    private static boolean works(JsonNode answer) {
      String status = answer.path("status").asText();
      return status.equals("ok") || status.equals("warn");
    }

    private static void show(Terminal terminal, JsonNode answer) {
      JsonNode row = answer.path("connection");
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
}
