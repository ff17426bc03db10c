package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code jigi conditions}: named conditions now; exit code 1 unless all are OK. */
@Command(name = "conditions")
final class ConditionsCommand extends ServerCommand {
  ConditionsCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    JsonNode conditions = api.list("/api/v1/conditions", "conditions");
    if (terminal.json()) {
      terminal.json(Map.of("conditions", conditions));
    } else {
      Rows.show(
          terminal,
          "conditions",
          conditions,
          List.of("status", "system", "condition", "evidence"),
          row ->
              List.of(
                  terminal.word("status.", row.path("status").asText()),
                  Rows.text(row, "system"),
                  Rows.text(row, "name"),
                  Rows.text(row, "evidence")));
    }
    boolean good =
        StreamSupport.stream(conditions.spliterator(), false)
            .allMatch(row -> row.path("status").asText().equals("ok"));
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
