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
   * @param roles people or roles; empty for whoever may run something
   * @param fields what is written down when it is signed: 발견 이슈, 조치 사항
   */
  public record Terms(Duration due, List<String> roles, List<String> fields) {
    public Terms {
      roles = List.copyOf(roles);
      fields = List.copyOf(fields);
    }
  }

  /** Before a checklist's name in the names of runs. */
  static final String PREFIX = "checklist/";

  public Checklist {
    items = List.copyOf(items);
  }
}
