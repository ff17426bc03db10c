package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.detect.inventory.Bytes;

/** Lines of a whole log, once or as it grows; for programs a JSON object per line. */
final class WholeLogReading {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final ApiClient api;
  private final Terminal terminal;
  private final String path;

  /**
   * @param query what of which log, with its question mark
   */
  WholeLogReading(ApiClient api, Terminal terminal, String query) {
    this.api = api;
    this.terminal = terminal;
    this.path = "/api/v1/logs/whole" + query;
  }

  /** The last lines that there are; exit code 1 when none was found. */
  ExitCode once() {
    JsonNode found = api.get(path);
    if (terminal.json()) {
      terminal.json(found);
    } else {
      print(found);
      partly(found);
      if (found.path("lines").isEmpty()) {
        terminal.line(terminal.text("cli.none.whole"));
      }
    }
    return found.path("lines").isEmpty() ? ExitCode.BAD_ANSWER : ExitCode.DONE;
  }

  /** The same, then what is written, until nobody reads any more. */
  ExitCode follow() throws InterruptedException {
    JsonNode found = api.get(path);
    print(found);
    while (!terminal.out().checkError()) {
      Deadline.in(BETWEEN).await();
      found = api.get(path + "&after=" + ServerCommand.encode(found.path("mark").asText()));
      long skipped = found.path("skipped").asLong();
      if (skipped > 0 && !terminal.json()) {
        terminal.say("cli.logs.skipped", Map.of("n", skipped));
      }
      print(found);
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode found) {
    for (JsonNode line : found.path("lines")) {
      if (terminal.json()) {
        terminal.json(Map.of("line", line.asText()));
      } else {
        terminal.line(line.asText());
      }
    }
  }

  /** What was not searched is told beside the lines, which may go into a pipe. */
  private void partly(JsonNode found) {
    if (!found.path("whole").asBoolean()) {
      String searched = Bytes.format(found.path("searched").asDouble());
      terminal.err().println(terminal.text("cli.logs.part", Map.of("searched", searched)));
      terminal.err().flush();
    }
  }
}
