package jigi.operate.deploy.runtime;

import java.net.URI;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Release;

/** What runs the colours of one deployment. Every act may be repeated. */
public interface Runtime {
  /** Where a colour answers by itself, without the gateway: {@code http://127.0.0.1:9001}. */
  URI address(Colour colour);

  /**
   * Starts a release; returns without waiting for its health.
   *
   * @throws DeployException {@code not-started}, {@code colour-occupied}
   */
  void start(Colour colour, Release release) throws DeployException, InterruptedException;

  /**
   * What is found of a release that was started.
   *
   * @throws DeployException {@code runtime-unreachable}: nothing can be said
   */
  Found look(Colour colour, Release release) throws DeployException, InterruptedException;

  /**
   * Ends a release and proves that nothing of it is left; one that is not there is no error.
   *
   * @throws DeployException {@code not-stopped}
   */
  void stop(Colour colour, Release release) throws DeployException, InterruptedException;

  /** The last lines that a release has written, for the report of a failure; may be empty. */
  String lastWords(Release release);
}
