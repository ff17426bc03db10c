package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code jigi conditions}: named conditions now; exit code 1 unless all are OK. */
@Command(name = "conditions")
final class ConditionsCommand extends ListCommand {
  private static final Listing CONDITIONS =
      Listing.of("conditions", "condition", "/api/v1/conditions")
          .word("status", "status.")
          .text("system")
          .text("condition", "name")
          .evidence();

  ConditionsCommand(Common common) {
    super(common, CONDITIONS);
  }

  @Override
  ExitCode judge(JsonNode conditions) {
    boolean good =
        StreamSupport.stream(conditions.spliterator(), false)
            .allMatch(row -> row.path("status").asText().equals("ok"));
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
