package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.detect.inventory.Bytes;

/** Lines of whole logs, or of one as it grows; for programs a JSON object per line. */
final class WholeLogReading {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final ApiClient api;
  private final Terminal terminal;
  private final String query;
  private final String path;

  /**
   * @param query what of which log, with its question mark
   */
  WholeLogReading(ApiClient api, Terminal terminal, String query) {
    this.api = api;
    this.terminal = terminal;
    this.query = query;
    this.path = "/api/v1/logs/whole" + query;
  }

  /** The last lines that there are; exit code 1 when none was found. */
  ExitCode once() {
    JsonNode found = api.get(path);
    if (terminal.json()) {
      terminal.json(found);
    } else {
      print(found);
      partly(found, "");
      if (found.path("lines").isEmpty()) {
        terminal.line(terminal.text("cli.none.whole"));
      }
    }
    return found.path("lines").isEmpty() ? ExitCode.BAD_ANSWER : ExitCode.DONE;
  }

  /** Of all logs, each under its name; exit code 1 when nothing was found. */
  ExitCode everywhere() {
    JsonNode logs = api.get("/api/v1/logs/everywhere" + query).path("logs");
    boolean any = false;
    if (terminal.json()) {
      terminal.json(logs);
    }
    for (JsonNode log : logs) {
      JsonNode found = log.path("found");
      any |= !found.path("lines").isEmpty();
      if (!terminal.json()) {
        log(log.path("place"), found, log.path("fault").asText(""));
      }
    }
    if (!any && !terminal.json()) {
      terminal.line(terminal.text("cli.none.whole"));
    }
    return any ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private void log(JsonNode place, JsonNode found, String fault) {
    String name =
        String.join(
            "/",
            place.path("system").asText(),
            place.path("component").asText(),
            place.path("probe").asText());
    if (!found.path("lines").isEmpty()) {
      terminal.line("== " + name + " (" + place.path("where").asText() + ")");
      print(found);
    }
    if (found.isObject()) {
      partly(found, name + ": ");
    } else {
      tell(name + ": " + terminal.evidence(fault));
    }
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
  private void partly(JsonNode found, String before) {
    if (!found.path("left").isEmpty()) {
      List<String> names = new ArrayList<>();
      found.path("left").forEach(each -> names.add(each.asText()));
      tell(before + terminal.text("cli.logs.left", Map.of("files", String.join(", ", names))));
    } else if (!found.path("whole").asBoolean()) {
      String searched = Bytes.format(found.path("searched").asDouble());
      tell(before + terminal.text("cli.logs.part", Map.of("searched", searched)));
    }
    long untimed = found.path("untimed").asLong();
    if (untimed > 0) {
      tell(before + terminal.text("cli.logs.untimed", Map.of("n", untimed)));
    }
  }

  private void tell(String what) {
    terminal.err().println(what);
    terminal.err().flush();
  }
}
