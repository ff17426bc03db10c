package jigi.operate.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;

/** A process of its own that carries a backup and then a drill to their ends. */
final class BackupCrashChild {
  private BackupCrashChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String plan = Files.readString(folder.resolve("plan"));
    try (BackupBench bench = new BackupBench(folder).manual(plan)) {
      Runs.Detail backup = bench.ended(known(bench, "backup"));
      Runs.Detail drill = bench.ended(known(bench, "drill"));
      Files.writeString(folder.resolve("drill"), drill.run().id());
      Files.writeString(
          folder.resolve("end"),
          backup.run().state() + " " + drill.run().state() + " " + drill.attempts());
    }
    System.exit(0);
  }

  private static Run known(BackupBench bench, String act) {
    List<Run> known = bench.runs.list(RunFilter.newest(10).name(act + "-database"));
    if (!known.isEmpty()) {
      return known.getFirst();
    }
    return act.equals("backup")
        ? bench.backups.backUp("shop", "database", "user:kim", bench.engine)
        : bench.backups.drill("shop", "database", null, "user:kim", bench.engine);
  }
}
