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
  private CrashChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (Bench bench = new Bench(folder)) {
      Path w = bench.witness("witness");
      bench.engine.open();
      List<Run> known = bench.runs.list(RunFilter.newest(10));
      Run run = known.isEmpty() ? bench.start(story(w)) : known.getFirst();
      Runs.Detail end = bench.ended(run);
      Files.writeString(folder.resolve("end"), end.run().state() + " " + end.run().reason());
    }
    System.exit(0);
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
