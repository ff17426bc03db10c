package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import jigi.base.connect.wire.Deadline;

/** A run's output, once or as it grows. */
final class RunLog {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final ApiClient api;
  private final Terminal terminal;
  private final String path;
  private final Map<String, Long> read = new HashMap<>();

  RunLog(ApiClient api, Terminal terminal, String id) {
    this.api = api;
    this.terminal = terminal;
    this.path = "/api/v1/runs/" + ServerCommand.encode(id);
  }

  /** What there is. */
  ExitCode once() {
    JsonNode run = api.get(path);
    print(run);
    return exit(run);
  }

  /** Until the run has ended, or waits for a person. */
  ExitCode follow() throws InterruptedException {
    JsonNode run = api.get(path);
    print(run);
    while (run.path("row").path("finished").isNull() && !run.path("question").isObject()) {
      Deadline.in(BETWEEN).await();
      run = api.get(path);
      print(run);
    }
    terminal.line(terminal.word("run.state.", run.path("row").path("state").asText()));
    return exit(run);
  }

  static ExitCode exit(JsonNode run) {
    return switch (run.path("row").path("state").asText()) {
      case "failed", "cancelled", "unverified" -> ExitCode.BAD_ANSWER;
      default -> ExitCode.DONE;
    };
  }

  private void print(JsonNode run) {
    for (JsonNode step : run.path("steps")) {
      for (JsonNode attempt : step.path("attempts")) {
        long size = attempt.path("size").asLong();
        String id = attempt.path("id").asText();
        boolean first = !read.containsKey(id);
        long from = read.getOrDefault(id, 0L);
        if (first && size > 0) {
          terminal.line("── " + step.path("title").asText());
        }
        while (from < size) {
          JsonNode part =
              api.get(path + "/log?attempt=" + ServerCommand.encode(id) + "&from=" + from);
          terminal.out().print(part.path("text").asText());
          terminal.out().flush();
          long next = part.path("next").asLong();
          if (next <= from) {
            break;
          }
          from = next;
          read.put(id, from);
        }
      }
    }
  }
}
