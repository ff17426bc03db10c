package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.verified;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jigi.base.kernel.Timeline;

/** A process of its own that carries one run of twelve steps over three targets, and is killed. */
final class KillsChild {
  /** A step's target: the attribute, and the file that the step writes to. */
  static final List<String> TARGETS = List.of("local", "a", "b");

  static final int STEPS = 12;

  private KillsChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (Bench bench = new Bench(folder);
        Timeline timeline = Timeline.real()) {
      bench.hosts(Files.readString(folder.resolve("hosts")));
      TARGETS.forEach(target -> bench.witness("witness-" + target));
      bench.engine.open();
      List<Run> known = bench.runs.list(RunFilter.newest(10));
      Run run = known.isEmpty() ? bench.start(story(folder)) : known.getFirst();
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
      Files.writeString(
          bench.witness("asked"), step + " " + why + "\n", java.nio.file.StandardOpenOption.APPEND);
    }
  }

  /** One after another, a group of three at once, and one that only looks. */
  private static RunDefinition story(Path folder) {
    List<StepDefinition> steps = new ArrayList<>();
    for (int i = 1; i <= STEPS; i++) {
      String target = TARGETS.get(i % TARGETS.size());
      Path witness = folder.resolve("witness-" + target);
      String script =
          "echo "
              + i
              + "-begin $(date +%s%N) >> "
              + witness
              + "; sleep 0.1; echo "
              + i
              + "-end $(date +%s%N) >> "
              + witness;
      List<String> attributes = new ArrayList<>();
      if (!target.equals("local")) {
        attributes.add("on=" + target);
      }
      if (i >= 4 && i <= 6) {
        attributes.add("group=together");
      }
      String[] all = attributes.toArray(String[]::new);
      StepDefinition step = run("step " + i, script, all);
      steps.add(
          i == 1
              ? look("step 1", script, all)
              : i % 4 == 0 ? verified(step, "grep -q '^" + i + "-end ' " + witness, all) : step);
    }
    return definition(null, steps.toArray(StepDefinition[]::new));
  }
}
