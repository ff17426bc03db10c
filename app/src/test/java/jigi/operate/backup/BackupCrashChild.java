package jigi.operate.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import jigi.base.run.Choice;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;

/**
 * A process of its own that carries a backup, a second one that makes the first superfluous, a
 * drill, and a restore over the original to their ends, however often it is started.
 */
final class BackupCrashChild {
  private final BackupBench bench;

  private BackupCrashChild(BackupBench bench) {
    this.bench = bench;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String plan = Files.readString(folder.resolve("plan"));
    String[] restore = Files.readString(folder.resolve("restore")).split(" ", 2);
    List<String> ends = new ArrayList<>();
    try (BackupBench bench = new BackupBench(folder).manual(plan)) {
      BackupCrashChild child = new BackupCrashChild(bench);
      ends.add(child.end("backup", 1, child::backUp));
      ends.add(child.end("backup", 2, child::backUp));
      Runs.Detail drill =
          child.done(
              "drill",
              1,
              () -> bench.backups.drill("shop", "database", null, "user:kim", bench.engine));
      Files.writeString(folder.resolve("drill"), drill.run().id());
      System.err.println(BackupBench.evidence(drill));
      ends.add(drill.run().state().name());
      ends.add(child.end("restore", 1, () -> child.restore(restore[0], restore[1])));
    }
    says("end", 1);
    Files.writeString(folder.resolve("end"), String.join(" ", ends));
    System.exit(0);
  }

  /** In the place of what is there, or as it is now into a folder. */
  private Run restore(String how, String target) {
    return how.equals("over")
        ? bench.backups.restore(
            new Backups.Restore(bench.newestGood().id(), target, target), "user:kim", bench.engine)
        : bench.backups.recover(
            "shop",
            "database",
            new Backups.Recover("time:" + bench.timeline.instant(), target, null),
            "user:kim",
            bench.engine);
  }

  private Run backUp() {
    return bench.backups.backUp("shop", "database", "user:kim", bench.engine);
  }

  private String end(String act, int nth, Supplier<Run> start) throws InterruptedException {
    Runs.Detail done = done(act, nth, start);
    return done.run().state().name();
  }

  /** Whoever kills this process waits for its acts by what it says. */
  private static void says(String act, int nth) {
    System.err.println("at " + System.currentTimeMillis() + " " + act + " " + nth);
  }

  /** The nth such run at its end; who is asked whether to try again says yes. */
  private Runs.Detail done(String act, int nth, Supplier<Run> start) throws InterruptedException {
    says(act, nth);
    List<Run> known = bench.runs.list(RunFilter.newest(10).name(act + "-database"));
    Run run = known.size() < nth ? start.get() : known.get(known.size() - nth);
    Runs.Detail detail = bench.ended(run);
    while (detail.ask() != null) {
      bench.engine.choose(run.id(), detail.ask().step(), Choice.RETRY, "user:kim", "");
      detail = bench.until(run, now -> now.run().state().ended());
    }
    return detail;
  }
}
