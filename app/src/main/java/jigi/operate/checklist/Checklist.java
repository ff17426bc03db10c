package jigi.operate.checklist;

import java.time.Duration;
import java.util.List;
import jigi.base.run.RunDefinition;
import jigi.base.schedule.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * Work that recurs.
 *
 * @param name unique among the system's checklists
 * @param file relative to the manual's folder
 * @param terms who does it until when
 * @param recurrence null when it starts by hand only
 * @param definition one step for each item, side by side
 */
public record Checklist(
    String system,
    String name,
    String title,
    String file,
    Terms terms,
    @Nullable Recurrence recurrence,
    List<Item> items,
    RunDefinition definition) {
  /**
   * Who does it until when.
   *
   * @param due how long after its start it has to be done and signed
   * @param takes how long it is expected to take; null where the manual does not say
   * @param roles people or roles; empty for whoever may run something
   * @param fields what is written down when it is signed: 발견 이슈, 조치 사항
   * @param next checklists that begin when it was signed with nothing amiss
   */
  public record Terms(
      Duration due,
      @Nullable Duration takes,
      List<String> roles,
      List<String> fields,
      List<String> next) {
    public Terms {
      roles = List.copyOf(roles);
      fields = List.copyOf(fields);
      next = List.copyOf(next);
    }
  }

  /** How long it takes: as the manual says, else what its items add up to; null for unknown. */
  public @Nullable Duration expected() {
    int minutes = items.stream().mapToInt(item -> item.work().minutes()).sum();
    return terms.takes() != null || minutes == 0 ? terms.takes() : Duration.ofMinutes(minutes);
  }

  /** Before a checklist's name in the names of runs. */
  static final String PREFIX = "checklist/";

  public Checklist {
    items = List.copyOf(items);
  }
}
