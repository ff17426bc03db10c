package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi logs}: the errors in a system's logs, grouped; exit code 1 when there are some. */
@Command(name = "logs")
final class LogsCommand extends ServerCommand {
  @Parameters(paramLabel = "SYSTEM[/COMPONENT]")
  private String what = "";

  @Option(names = "--within", paramLabel = "DURATION")
  private String within = "24h";

  LogsCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    int slash = what.indexOf('/');
    String system = slash < 0 ? what : what.substring(0, slash);
    String component = slash < 0 ? "" : "&component=" + encode(what.substring(slash + 1));
    JsonNode groups =
        api.list(
            "/api/v1/logs/errors?system="
                + encode(system)
                + component
                + "&within="
                + encode(within),
            "groups");
    if (terminal.json()) {
      terminal.json(Map.of("groups", groups));
    } else {
      Ages ages = Ages.of(api, terminal);
      Rows.show(
          terminal,
          "errors",
          groups,
          List.of("lines", "severity", "component", "seen", "example"),
          row ->
              List.of(
                  Rows.text(row, "lines"),
                  Rows.text(row, "level"),
                  Rows.text(row, "component"),
                  ages.ago(row.path("last"), system),
                  Rows.text(row, "example")));
    }
    return groups.isEmpty() ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
