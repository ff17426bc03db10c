package jigi.detect.metric.scrape;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.wire.Network;

/** A way to find targets. */
sealed interface Discovery permits StaticDiscovery, FileDiscovery, DnsDiscovery, DockerDiscovery {
  /** Between looks; zero when nothing can change. */
  Duration refresh();

  /**
   * The targets that there are now.
   *
   * @param before what was found last, which holds for what cannot be read now
   * @throws Failed when it cannot be said; what was found before goes on to hold
   */
  List<TargetGroup> find(Surroundings surroundings, List<TargetGroup> before)
      throws Failed, InterruptedException;

  /**
   * What a discovery reaches the world with.
   *
   * @param folder the manual's
   */
  record Surroundings(
      String system, Path folder, Network network, ConnectionRegistry connections) {}

  /** Targets cannot be told at the moment. */
  final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }
}
