package jigi.operate.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jigi.base.run.Choice;
import jigi.base.run.Run;
import jigi.base.run.RunFilter;
import jigi.base.run.Runs;
import jigi.operate.deploy.machine.Migration;

/** A process of its own that carries two deployments to their ends. */
final class DeployCrashChild {
  private static final String LIVE = "live ";
  private static final String RENEW = "renew ";

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
        Run run = known(bench, version);
        Runs.Detail ended = bench.until(run, DeployCrashChild::isOverOrAsks);
        // What was cut off again and again asks a person, who lets it go on.
        while (!ended.run().state().ended()) {
          int step = Objects.requireNonNull(ended.ask()).step();
          bench.engine.choose(run.id(), step, Choice.RETRY, "user:kim", "looked");
          ended = bench.until(run, DeployCrashChild::isOverOrAsks);
        }
        ends.append(version)
            .append(' ')
            .append(ended.run().state())
            .append(' ')
            .append(DeployBench.evidence(ended).lines().findFirst().orElse(""))
            .append('\n');
      }
      Files.writeString(folder.resolve("end"), ends);
      System.err.println(ends);
    }
    System.exit(0);
  }

  private static boolean isOverOrAsks(Runs.Detail detail) {
    return detail.run().state().ended() || detail.ask() != null;
  }

  /** The run that was begun for it in an earlier life, or a new one. */
  private static Run known(DeployBench bench, String wish) throws DeployException {
    String version = wish.replace(LIVE, "").replace(RENEW, "");
    List<Run> known =
        bench.runs.list(RunFilter.newest(10).name("deploy-backend")).stream()
            .filter(run -> run.title().equals("backend " + version))
            .toList();
    // A version is renewed after it was deployed.
    int before = wish.startsWith(RENEW) ? 1 : 0;
    return known.size() > before ? known.getFirst() : begun(bench, wish, version);
  }

  /**
   * With {@code live} before it a version goes into the live colour, by way of the other one; with
   * {@code renew} what runs is replaced by the same version.
   */
  private static Run begun(DeployBench bench, String wish, String version) throws DeployException {
    if (wish.startsWith(RENEW)) {
      return bench.renew();
    }
    return wish.startsWith(LIVE)
        ? bench.replace(Objects.requireNonNull(bench.reality().gateway()), version)
        : bench.begin(Phase.FULL, version);
  }
}
