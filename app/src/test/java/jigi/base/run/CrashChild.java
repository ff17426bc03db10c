package jigi.base.run;

import static jigi.base.run.Bench.definition;
import static jigi.base.run.Bench.look;
import static jigi.base.run.Bench.run;
import static jigi.base.run.Bench.verified;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that carries one run to its end, and is killed on the way. */
final class CrashChild {
  /** Said at each start, before anything is done, and when one more has ended. */
  static final String ENDED = "steps ended: ";

  private CrashChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (Bench bench = new Bench(folder)) {
      Path w = bench.witness("witness");
      List<Run> known = bench.runs.list(RunFilter.newest(10));
      int[] said = {known.isEmpty() ? 0 : endedSteps(bench.runs.get(known.getFirst().id()))};
      System.out.println(ENDED + said[0]);
      bench.engine.open();
      Run run = known.isEmpty() ? bench.start(story(w)) : known.getFirst();
      Runs.Detail end =
          bench.until(
              run,
              detail -> {
                if (endedSteps(detail) > said[0]) {
                  said[0] = endedSteps(detail);
                  System.out.println(ENDED + said[0]);
                }
                return detail.run().state().ended();
              });
      Files.writeString(folder.resolve("end"), end.run().state() + " " + end.run().reason());
    }
    System.exit(0);
  }

  private static int endedSteps(Runs.Detail detail) {
    return (int) detail.steps().stream().filter(step -> step.state().ended()).count();
  }

  private static RunDefinition story(Path w) {
    return definition(
        null,
        look("look", "echo look"),
        verified(
            run("one", "echo one-begin >> " + w + "; sleep 0.4; echo one >> " + w),
            "grep -qx one " + w),
        run("two a", "echo two-a >> " + w, "group=g"),
        run("two b", "sleep 0.2; echo two-b >> " + w, "group=g"),
        run("three", "echo three >> " + w));
  }
}
