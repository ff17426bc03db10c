package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code jigi heartbeats}: what jobs said of themselves; exit code 1 unless all are OK. */
@Command(name = "heartbeats")
final class HeartbeatsCommand extends ListCommand {
  private static final Listing HEARTBEATS =
      Listing.of("heartbeats", "heartbeat", "/api/v1/heartbeats")
          .word("status", "status.")
          .text("system")
          .text("component")
          .text("probe")
          .with(
              "seen",
              (row, ages) ->
                  ages.ago(row.path("signals").path(0).path("at"), row.path("system").asText()))
          .with("said", (row, ages) -> said(row.path("signals").path(0), ages))
          .evidence();

  HeartbeatsCommand(Common common) {
    super(common, HEARTBEATS);
  }

  private static String said(JsonNode signal, Ages ages) {
    return signal.isMissingNode()
        ? "-"
        : ages.terminal().word("probe.heartbeat.", signal.path("kind").asText());
  }

  @Override
  ExitCode judge(JsonNode rows) {
    boolean good =
        StreamSupport.stream(rows.spliterator(), false)
            .allMatch(row -> row.path("status").asText().equals("ok"));
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
