package jigi.base.run;

import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.own;
import static jigi.base.run.Bench.probed;
import static jigi.base.run.Bench.purposes;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.undone;
import static jigi.base.run.Bench.verified;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.kernel.Timeline;
import jigi.base.store.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own with one run for each row of the table of what is found after a death. Each
 * of its lives begins two hours after the one before, and its clock stands: what is due goes by the
 * clock, not by how fast the machine is.
 */
final class TableChild {
  private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
  private static final int LAST = 4;
  private static final String SLEEP = "exec sleep 300";

  private final Path folder;
  private final Bench bench;
  private final Timeline timeline;
  private final Timeline pauses = Timeline.real();

  private TableChild(Path folder, Timeline timeline) throws IOException {
    this.folder = folder;
    this.timeline = timeline;
    this.bench = new Bench(TestDatabase.SQLITE, folder, timeline, List.of());
    bench.hosts(Files.readString(folder.resolve("hosts")));
    bench.engine.open();
  }

  public static void main(String[] args) throws Exception {
    int life = Integer.parseInt(args[1]);
    Timeline timeline = Timeline.standing(BEGIN.plus(Duration.ofHours(2L * life)));
    TableChild child = new TableChild(Path.of(args[0]), timeline);
    if (life == 1) {
      child.begin();
    }
    child.live(life);
    child.bench.close();
    System.exit(0);
  }

  private void begin() throws Exception {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Map.Entry<String, List<StepDefinition>> row : rows().entrySet()) {
      bench.witness("w-" + row.getKey());
      RunDefinition book =
          new RunDefinition(
              row.getKey(),
              row.getKey(),
              "shop",
              row.getValue(),
              null,
              List.of(),
              List.of(),
              Guards.DEFAULT);
      runs.put(row.getKey(), bench.start(book));
    }
    StringBuilder attempts = new StringBuilder();
    for (Map.Entry<String, Run> one : runs.entrySet()) {
      Runs.Detail there = bench.until(one.getValue(), d -> isThere(one.getKey(), d));
      String last = there.attempts().isEmpty() ? "none" : there.attempts().getLast().id();
      attempts.append(one.getKey()).append(' ').append(last).append('\n');
    }
    say("standing", attempts.toString());
  }

  /** Every row's steps; what they wait for is a file that the test makes. */
  private Map<String, List<StepDefinition>> rows() {
    Map<String, List<StepDefinition>> rows = new TreeMap<>();
    rows.put("held", List.of(run("act", to("held", "begin") + until("free") + to("held", "end"))));
    rows.put(
        "exit",
        List.of(
            verified(
                run("act", to("exit", "begin") + until("dead") + to("exit", "end")),
                saw("exit", "end"))));
    rows.put("gone", List.of(run("act", to("gone", "begin") + SLEEP)));
    rows.put("probe", List.of(probed(run("act", to("probe", "begin") + SLEEP), "exit 127")));
    rows.put(
        "verify",
        List.of(
            verified(
                run("act", to("verify", "end")),
                saw("verify", "end")
                    + " || exit 1; "
                    + to("verify", "look")
                    + "[ -e "
                    + folder.resolve("dead")
                    + " ] || "
                    + SLEEP)));
    String twice = "[ $(wc -l < " + witness("backoff") + ") -gt 1 ]";
    rows.put(
        "backoff", List.of(run("act", to("backoff", "try") + twice, "retry=1", "backoff=90m")));
    rows.put("wait", List.of(own("pause", "wait", "for=90m"), run("act", to("wait", "end"))));
    rows.put(
        "approval",
        List.of(own("ok?", "approve", "by=kim", "expires=3h"), run("act", to("approval", "end"))));
    String undo = to("undo", "undo") + until("free") + to("undo", "undone");
    rows.put("undo", List.of(undone(run("act", to("undo", "do")), undo), run("fails", "exit 1")));
    rows.put(
        "undo-fails",
        List.of(
            undone(
                run("act", to("undo-fails", "do")),
                to("undo-fails", "undo") + until("free") + "exit 1"),
            run("fails", "exit 1")));
    String slow = to("group", "b") + until("free") + to("group", "b-end");
    rows.put(
        "group",
        List.of(
            undone(run("a", to("group", "a") + "exit 1", "group=g"), to("group", "undo-a")),
            undone(run("b", slow, "group=g"), to("group", "undo-b"))));
    rows.put(
        "reboot", List.of(verified(run("act", to("reboot", "end") + SLEEP), saw("reboot", "end"))));
    String there = to("away", "begin") + until("free") + to("away", "end");
    rows.put("away", List.of(look("see", "true"), run("act", there, "on=app")));
    String thrice = to("thrice", "begin") + until("last") + to("thrice", "end");
    rows.put("thrice", List.of(run("act", thrice)));
    return rows;
  }

  private Path witness(String row) {
    return folder.resolve("w-" + row);
  }

  private String to(String row, String mark) {
    return "echo " + mark + " >> " + witness(row) + "; ";
  }

  private String saw(String row, String mark) {
    return "grep -qx " + mark + " " + witness(row);
  }

  private String until(String file) {
    return "while [ ! -e " + folder.resolve(file) + " ]; do sleep 0.05; done; ";
  }

  /** Whether the run stands in the row that it is named for. */
  private boolean isThere(String row, Runs.Detail d) {
    String reason = "" + d.run().reason();
    return switch (row) {
      case "backoff", "wait" -> reason.equals("time");
      case "approval" -> d.ask() != null;
      case "group" -> lines(row).contains("b") && d.steps().getFirst().state() == StepState.FAILED;
      case "verify" -> lines(row).contains("look");
      case "undo", "undo-fails" -> lines(row).contains("undo");
      default -> !lines(row).isEmpty();
    };
  }

  private List<String> lines(String row) {
    try {
      return Files.readAllLines(witness(row));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Lets runs go on and answers what they ask, until the last life has seen all of them end. */
  private void live(int life) throws Exception {
    say("ready-" + life, String.valueOf(bench.engine.observeOnly()));
    boolean ended = false;
    while (!ended || life < LAST) {
      StringBuilder all = new StringBuilder();
      ended = true;
      for (Run run : bench.runs.list(RunFilter.newest(100))) {
        Runs.Detail detail = bench.runs.get(run.id());
        if (life > 1) {
          answer(detail);
        }
        boolean awaited = life == LAST || !run.name().equals("thrice");
        ended &= detail.run().state().ended() || !awaited;
        all.append(run.name()).append(' ').append(detail.run().state());
        all.append(' ').append(detail.run().reason());
        all.append(' ').append(purposes(detail)).append('\n');
      }
      if (ended) {
        say("ended-" + life, all.toString());
      }
      if (life > 1) {
        timeline.advance(Duration.ofSeconds(1));
      }
      pauses.sleep(Duration.ofMillis(50));
    }
  }

  private void answer(Runs.Detail detail) throws IOException {
    Run run = detail.run();
    if (run.state() == RunState.WAITING && "target".equals(run.reason())) {
      tell(run.name() + " target");
    }
    Runs.OpenQuestion ask = detail.ask();
    if (ask == null) {
      return;
    }
    Question question = ask.question();
    tell(run.name() + " " + (question == null ? "approval" : question.why()));
    Choice choice = choice(run.name());
    if (choice == null) {
      Approval approval = Objects.requireNonNull(ask.approval());
      bench.engine.approve(run.id(), ask.step(), "user:kim", approval.hash());
    } else {
      bench.engine.choose(run.id(), ask.step(), choice, "user:kim", "I looked");
    }
  }

  private static @Nullable Choice choice(String row) {
    return switch (row) {
      case "gone" -> Choice.ABANDON;
      case "probe" -> Choice.MARK_DONE;
      case "approval" -> null;
      default -> Choice.RETRY;
    };
  }

  private void tell(String line) throws IOException {
    Files.writeString(
        folder.resolve("told"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whole or not at all. */
  private void say(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("saying"), text);
    Files.move(
        file,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
