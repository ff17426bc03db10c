package jigi.operate.deploy.runtime;

import java.net.URI;
import java.util.List;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** What runs the colours of one deployment. Every act may be repeated. */
public interface Runtime {
  /** Where a colour answers by itself, without the gateway: {@code http://127.0.0.1:9001}. */
  URI address(Slot slot);

  /**
   * Starts a release; returns without waiting for its health.
   *
   * @throws DeployException {@code not-started}, {@code colour-occupied}
   */
  void start(Slot slot, Release release) throws DeployException, InterruptedException;

  /**
   * What is found of a release that was started.
   *
   * @throws DeployException {@code runtime-unreachable}: nothing can be said
   */
  Found look(Slot slot, Release release) throws DeployException, InterruptedException;

  /**
   * Ends a release and proves that nothing of it is left; one that is not there is no error.
   *
   * @throws DeployException {@code not-stopped}
   */
  void stop(Slot slot, Release release) throws DeployException, InterruptedException;

  /**
   * The last lines that a release has written; may be empty.
   *
   * @param lines so many at most
   */
  String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException;

  /**
   * Whether starting a release there takes the place of what ran before without a gap, so that it
   * is not stopped first.
   */
  default boolean replaces(Slot slot) {
    return false;
  }

  /**
   * What exactly a release is that was started; null where there is nothing more exact than its
   * version.
   *
   * @throws DeployException {@code runtime-unreachable}, {@code other-image}
   */
  default @Nullable String digest(Slot slot, Release release)
      throws DeployException, InterruptedException {
    return null;
  }

  /**
   * The variables that what runs was started with other values of than it would get now; null where
   * nothing tells. Values are never told.
   *
   * @throws DeployException {@code runtime-unreachable}
   */
  default @Nullable List<String> stale(Slot slot, Release release)
      throws DeployException, InterruptedException {
    return null;
  }

  /**
   * What runs in a colour before Jigi has ever deployed there; null where that is not Jigi's to
   * stop.
   */
  default @Nullable Release adopt(Slot slot) throws DeployException, InterruptedException {
    return null;
  }

  /**
   * Keeps what a way back needs.
   *
   * @param good shipped well, newest first, the live one among them
   * @throws DeployException {@code image-not-kept}
   */
  default void keep(List<Shipping> good) throws DeployException, InterruptedException {}
}
