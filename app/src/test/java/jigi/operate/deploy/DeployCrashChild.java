package jigi.operate.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Migration;

/** A process of its own that carries two deployments to their ends. */
final class DeployCrashChild {
  private DeployCrashChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String manual = Files.readString(folder.resolve("manual"));
    try (DeployBench bench = new DeployBench(folder).manual(manual)) {
      if (manual.contains("migrate:")) {
        bench.leave = new Leave(null, Migration.EXPAND, false);
      }
      StringBuilder ends = new StringBuilder();
      for (String version : Files.readAllLines(folder.resolve("versions"))) {
        Runs.Detail ended = bench.ended(known(bench, version));
        ends.append(version)
            .append(' ')
            .append(ended.run().state())
            .append(' ')
            .append(DeployBench.evidence(ended).lines().findFirst().orElse(""))
            .append('\n');
      }
      Files.writeString(folder.resolve("end"), ends);
    }
    System.exit(0);
  }

  private static Run known(DeployBench bench, String version) {
    List<Run> known = bench.runs.list(RunFilter.newest(10).name("deploy-backend"));
    return known.stream()
        .filter(run -> run.title().equals("backend " + version))
        .findFirst()
        .orElseGet(() -> bench.begin(Phase.FULL, version));
  }
}
