package jigi.base.run.docker;

import java.nio.file.Path;
import java.util.List;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.StepDefinition;
import jigi.base.store.TestDatabase;

/** A process of its own that restarts the container {@code web}, and dies on the way. */
final class DockerCrashChild {
  private DockerCrashChild() {}

  public static void main(String[] args) throws Exception {
    try (Bench bench = bench(Path.of(args[0]), args[1])) {
      bench.engine.open();
      bench.ran(
          Mode.BY_HAND,
          "web",
          StepDefinition.of(
              "again", Role.RUN, Bench.part("docker", "restart $ID", "connection=engine")));
    }
  }

  static Bench bench(Path folder, String daemon) {
    Timeline time = Timeline.real();
    Bench bench =
        new Bench(
            TestDatabase.SQLITE,
            folder,
            time,
            connections -> List.of(new DockerStep(connections.named(), time)));
    bench.manual("connections: {engine: {docker: '" + daemon + "'}}");
    return bench;
  }
}
