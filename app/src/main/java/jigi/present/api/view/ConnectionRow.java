package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import jigi.base.connect.Stage;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A host or a connection with what its last test has seen.
 *
 * @param sort {@code host} or {@code connection}
 * @param address account and address; empty for this machine
 * @param on the host that it is made from; null for none
 * @param status UNKNOWN when it was not tested as it is reached now
 * @param tested when it was; null when it was not
 * @param by who asked for the test; empty when it was not tested
 * @param stages in order; after one that failed there are no more
 * @param changed when the manual has changed how it is reached since its test
 * @param testing when a test is under way
 */
public record ConnectionRow(
    String system,
    String sort,
    String name,
    String kind,
    String address,
    @Nullable String on,
    Status status,
    @Nullable Instant tested,
    String by,
    List<Stage> stages,
    boolean changed,
    boolean testing) {
  public ConnectionRow {
    stages = List.copyOf(stages);
  }

  /** The first stage that is not OK; null when there is none. */
  public @Nullable Stage bad() {
    return stages.stream().filter(stage -> stage.status() != Status.OK).findFirst().orElse(null);
  }

  /** The address of its page's row, and below it of what can be done with it. */
  public String path() {
    return "/connections/" + system + "/" + sort + "/" + name;
  }
}
