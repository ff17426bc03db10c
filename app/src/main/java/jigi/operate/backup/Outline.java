package jigi.operate.backup;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore will do, before it does it.
 *
 * @param target its new name, or that of what it takes the place of
 * @param over whether it takes a place
 * @param taken null when nobody can tell
 * @param trouble why it cannot be told, or cannot be done; null for nothing
 * @param from the stores that hold a copy, in the order in which they are tried
 * @param expected how long the last drill took; null when none has passed
 * @param lost what has happened since the instant that comes back
 */
public record Outline(
    Backup backup,
    Plan plan,
    String target,
    boolean over,
    @Nullable Boolean taken,
    @Nullable String trouble,
    List<String> from,
    @Nullable Duration expected,
    Duration lost) {
  public Outline {
    from = List.copyOf(from);
  }
}
