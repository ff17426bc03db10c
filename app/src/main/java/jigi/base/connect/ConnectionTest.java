package jigi.base.connect;

import java.util.List;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the test of a connection has seen.
 *
 * @param stages in order; after one that failed there are no more
 */
public record ConnectionTest(List<Stage> stages) {
  public ConnectionTest {
    stages = List.copyOf(stages);
  }

  /** The first stage that is not OK; null when all are. */
  public @Nullable Stage firstBad() {
    return stages.stream().filter(stage -> stage.status() != Status.OK).findFirst().orElse(null);
  }

  /** The worst of the stages. */
  public Status status() {
    return Status.worst(stages.stream().map(Stage::status).toList());
  }
}
