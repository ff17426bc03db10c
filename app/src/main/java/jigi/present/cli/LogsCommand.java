package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi logs}: the errors in a system's logs, grouped; exit code 1 when there are some. */
@Command(name = "logs")
final class LogsCommand extends ListCommand {
  private static final Listing ERRORS =
      Listing.of("groups", "group", "/api/v1/logs/errors")
          .text("lines")
          .text("severity", "level")
          .text("component")
          .ago("seen", "last")
          .text("example");

  @Parameters(paramLabel = "SYSTEM[/COMPONENT]", descriptionKey = "SYSTEM-COMPONENT")
  private String what = "";

  @Option(names = "--within", paramLabel = "DURATION")
  private String within = "24h";

  LogsCommand(Common common) {
    super(common, ERRORS);
  }

  @Override
  String query() {
    int slash = what.indexOf('/');
    String system = slash < 0 ? what : what.substring(0, slash);
    String component = slash < 0 ? "" : "&component=" + encode(what.substring(slash + 1));
    return "?system=" + encode(system) + component + "&within=" + encode(within);
  }

  @Override
  ExitCode judge(JsonNode groups) {
    return groups.isEmpty() ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
