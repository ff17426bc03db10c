package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run.
 *
 * @param index from 0
 * @param state todo, running, waiting, succeeded, failed, skipped, unverified, cancelled, undone
 * @param command what is executed, as written
 */
public record StepRow(
    int index,
    String title,
    String language,
    String role,
    @Nullable String target,
    String state,
    String evidence,
    @Nullable Instant started,
    @Nullable Instant ended,
    String command,
    List<AttemptRow> attempts) {
  /**
   * One try.
   *
   * @param role run, verify, undo, probe, look
   * @param size bytes of output so far
   */
  public record AttemptRow(
      String id,
      int number,
      String role,
      String outcome,
      @Nullable Instant started,
      @Nullable Instant ended,
      long size) {}

  public StepRow {
    attempts = List.copyOf(attempts);
  }

  public boolean finished() {
    return switch (state) {
      case "todo", "running", "waiting" -> false;
      default -> true;
    };
  }
}
