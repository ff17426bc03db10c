package jigi.base.connect;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A way with what its last test has seen.
 *
 * @param kind of connection; {@code ssh} or {@code local} of a host
 * @param address account and address; empty for this machine
 * @param over the host that it is made from; null for none
 * @param last null when it was never tested as it is reached now
 * @param changed when it was tested before the manual changed how it is reached
 * @param testing when a test is under way
 */
public record TestedWay(
    Way way,
    String kind,
    String address,
    @Nullable String over,
    @Nullable Last last,
    boolean changed,
    boolean testing) {
  /**
   * The last test.
   *
   * @param by who asked for it
   */
  public record Last(Instant at, String by, ConnectionTest seen) {}

  /** UNKNOWN when it was not tested. */
  public Status status() {
    return last == null ? Status.UNKNOWN : last.seen().status();
  }

  /** What the last test has seen; empty when there was none. */
  public List<Stage> stages() {
    return last == null ? List.of() : last.seen().stages();
  }
}
