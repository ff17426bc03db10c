package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jigi.base.connect.wire.Deadline;
import jigi.detect.inventory.Bytes;

/** A run's output, once or as it grows; for programs a JSON object per line. */
final class RunLog {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final ApiClient api;
  private final Terminal terminal;
  private final String path;
  private final Map<String, Long> read = new HashMap<>();
  private final Set<String> complete = new HashSet<>();
  private String shown = "";

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

  /** Until the run has ended, waits for a person, or nobody reads any more. */
  ExitCode follow() throws InterruptedException {
    return follow(() -> {});
  }

  /**
   * The same.
   *
   * @param meanwhile what is done each time, after what there was to print
   */
  ExitCode follow(Runnable meanwhile) throws InterruptedException {
    JsonNode run = api.get(path);
    print(run);
    while (!ended(run) && !run.path("question").isObject() && !terminal.out().checkError()) {
      meanwhile.run();
      Deadline.in(BETWEEN).await();
      run = api.get(path);
      print(run);
    }
    conclude(run);
    return ended(run) ? exit(run) : ExitCode.BAD_ANSWER;
  }

  /** Exit code 1 for a run that has ended otherwise than well. */
  static ExitCode exit(JsonNode run) {
    return switch (run.path("row").path("state").asText()) {
      case "failed", "cancelled", "unverified" -> ExitCode.BAD_ANSWER;
      default -> ExitCode.DONE;
    };
  }

  private static boolean ended(JsonNode run) {
    return !run.path("row").path("finished").isNull();
  }

  private void conclude(JsonNode run) {
    String state = run.path("row").path("state").asText();
    if (terminal.json()) {
      terminal.json(Map.of("state", state, "question", run.path("question")));
      return;
    }
    run.path("steps").forEach(this::explain);
    terminal.line(terminal.word("run.state.", state));
    RunsCommand.ask(terminal, run.path("question"));
  }

  /** A step that failed without any output says why in its evidence alone. */
  private void explain(JsonNode step) {
    boolean silent = true;
    for (JsonNode attempt : step.path("attempts")) {
      silent &= !read.containsKey(attempt.path("id").asText());
    }
    String evidence = step.path("evidence").asText("");
    if (silent && step.path("state").asText().equals("failed") && !evidence.isEmpty()) {
      terminal.line("── " + step.path("title").asText());
      evidence.lines().forEach(line -> terminal.line(terminal.evidence(line)));
    }
  }

  private void print(JsonNode run) {
    for (JsonNode step : run.path("steps")) {
      for (JsonNode attempt : step.path("attempts")) {
        print(step, attempt.path("id").asText());
      }
    }
  }

  /** What has been added since; the output of a running attempt has no size yet. */
  private void print(JsonNode step, String attempt) {
    while (!complete.contains(attempt)) {
      long from = read.getOrDefault(attempt, 0L);
      JsonNode part =
          api.get(path + "/log?attempt=" + ServerCommand.encode(attempt) + "&from=" + from);
      String text = part.path("text").asText();
      if (!text.isEmpty()) {
        long skipped = part.path("skipped").asLong();
        if (skipped > 0 && !terminal.json()) {
          terminal.say("cli.runs.gap", Map.of("n", Bytes.format(skipped)));
        }
        print(step, attempt, part.path("from").asLong(), text);
        read.put(attempt, part.path("next").asLong());
      }
      if (part.path("complete").asBoolean()) {
        complete.add(attempt);
      } else if (text.isEmpty()) {
        return;
      }
    }
  }

  private void print(JsonNode step, String attempt, long from, String text) {
    if (terminal.json()) {
      int index = step.path("index").asInt() + 1;
      terminal.json(Map.of("step", index, "attempt", attempt, "from", from, "text", text));
      return;
    }
    if (!attempt.equals(shown)) {
      terminal.line("── " + step.path("title").asText());
      shown = attempt;
    }
    terminal.out().print(text);
    terminal.out().flush();
  }
}
