package jigi.operate.incident;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What everybody is told of an incident, as people wrote it.
 *
 * @param title for those who know nothing of the house
 * @param affects public names of the status page; empty where nobody said
 * @param withdrawn since when it is shown no more; null while it is
 * @param updates oldest first; never empty
 */
public record Notice(
    String id,
    String incident,
    String system,
    String title,
    List<String> affects,
    @Nullable Instant withdrawn,
    List<Update> updates) {
  public Notice {
    affects = List.copyOf(affects);
    updates = List.copyOf(updates);
  }

  /** How far people are. */
  public enum Stage {
    INVESTIGATING,
    IDENTIFIED,
    REPAIRING,
    RESOLVED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param number from 1
   */
  public record Update(int number, Stage stage, String text, Instant at, String author) {}

  public Update latest() {
    return updates.getLast();
  }

  public Instant began() {
    return updates.getFirst().at();
  }

  /** Whether its last word is that all is well again. */
  public boolean isOver() {
    return latest().stage() == Stage.RESOLVED;
  }
}
