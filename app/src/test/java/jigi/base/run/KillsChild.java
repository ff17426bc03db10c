package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.part;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.verified;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jigi.base.kernel.Timeline;
import jigi.base.run.sql.SqlStep;
import jigi.base.store.TestDatabase;

/** A process of its own that carries one run of twelve steps over three targets, and is killed. */
final class KillsChild {
  /** This machine, a host behind SSH and a container; all of them see the same file. */
  private static final List<String[]> TARGETS =
      List.of(
          new String[0], new String[] {"on=app"}, new String[] {"container=box", "docker=engine"});

  static final int STEPS = 12;

  /** These write a row each, the others two lines. */
  static final List<Integer> ROWS = List.of(3, 9);

  private KillsChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (Bench bench =
            new Bench(
                TestDatabase.SQLITE,
                folder,
                Timeline.real(),
                connections -> List.of(new SqlStep(connections.named())));
        Timeline timeline = Timeline.real()) {
      bench.manual(Files.readString(folder.resolve("manual")));
      Path witness = bench.witness("witness");
      bench.engine.open();
      List<Run> known = bench.runs.list(RunFilter.newest(10));
      Run run = known.isEmpty() ? bench.start(story(witness, args[1])) : known.getFirst();
      Files.writeString(folder.resolve("ready"), "");
      Runs.Detail detail = bench.runs.get(run.id());
      while (!detail.run().state().ended()) {
        answer(bench, detail);
        timeline.sleep(Duration.ofMillis(20));
        detail = bench.runs.get(run.id());
      }
      String steps =
          detail.steps().stream().map(s -> s.state().name()).collect(Collectors.joining(" "));
      Files.writeString(
          folder.resolve("end"), detail.run().state() + " " + detail.run().reason() + "\n" + steps);
    }
    System.exit(0);
  }

  /** An attempt under which Jigi died three times asks; the person looks and lets it go on. */
  private static void answer(Bench bench, Runs.Detail detail) throws Exception {
    if (detail.ask() != null && detail.ask().question() != null) {
      int step = detail.ask().step();
      String why = detail.ask().question().why();
      bench.engine.choose(detail.run().id(), step, Choice.RETRY, "user:kim", "looked");
      Files.writeString(bench.witness("asked"), step + " " + why + "\n", StandardOpenOption.APPEND);
    }
  }

  /** One after another, a group of three at once, one that only looks, and two that write rows. */
  private static RunDefinition story(Path witness, String table) {
    List<StepDefinition> steps = new ArrayList<>();
    for (int i = 1; i <= STEPS; i++) {
      steps.add(ROWS.contains(i) ? row(i, table) : lines(i, witness));
    }
    return definition(null, steps.toArray(StepDefinition[]::new));
  }

  private static StepDefinition lines(int i, Path witness) {
    String script =
        "echo %1$d-begin >> %2$s; sleep 0.1; echo %1$d-end >> %2$s".formatted(i, witness);
    List<String> attributes = new ArrayList<>(List.of(TARGETS.get(i % TARGETS.size())));
    if (i >= 4 && i <= 6) {
      attributes.add("group=together");
    }
    String[] all = attributes.toArray(String[]::new);
    if (i == 1) {
      return look("step 1", script, all);
    }
    StepDefinition step = run("step " + i, script, all);
    String seen = "while read -r l; do [ \"$l\" = %d-end ] && exit 0; done < %s; exit 1";
    return i % 4 == 0 ? verified(step, seen.formatted(i, witness), all) : step;
  }

  /** What dies with Jigi within its transaction has had no effect and is done again. */
  private static StepDefinition row(int i, String table) {
    String insert = "INSERT INTO %s (mark) SELECT '%d' FROM pg_sleep(0.1)".formatted(table, i);
    String look = "SELECT mark FROM %s WHERE mark = '%d'".formatted(table, i);
    return new StepDefinition(
        "step " + i,
        Role.RUN,
        part("sql", insert, "connection=main", "retry=9", "backoff=100ms"),
        part("sql", look, "connection=main", "rows=1", "timeout=1s"),
        null,
        null);
  }
}
