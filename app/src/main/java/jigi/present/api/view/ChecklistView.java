package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checklists. */
public final class ChecklistView {
  private ChecklistView() {}

  /**
   * A checklist in a list.
   *
   * @param schedule as written; empty when it begins by hand only
   * @param next when it begins by itself; null for never
   * @param last the newest; null when there was none
   */
  public record Row(
      String system,
      String name,
      String title,
      String file,
      int items,
      int byHand,
      String schedule,
      @Nullable Instant next,
      @Nullable Done last) {
    public String path() {
      return "/checklists/" + system + "/" + name;
    }
  }

  /**
   * One that was begun, in a list.
   *
   * @param status ok, warn, unknown, fail, or open
   * @param open how many items nobody answered yet
   * @param signedBy null while nobody has signed
   */
  public record Done(
      String run,
      long number,
      Instant started,
      Instant due,
      String status,
      int items,
      int open,
      boolean overdue,
      @Nullable String signedBy) {
    public String path() {
      return "/checklists/runs/" + run;
    }
  }

  /** A checklist with those that were begun, newest first. */
  public record Detail(Row row, List<String> roles, List<Done> history) {
    public Detail {
      roles = List.copyOf(roles);
      history = List.copyOf(history);
    }
  }

  /**
   * One that was begun.
   *
   * @param fields what is written down when it is signed, with what was written
   * @param note of who signed
   */
  public record Sheet(
      Row row,
      Done done,
      List<Line> lines,
      List<String> roles,
      Map<String, String> fields,
      String note,
      @Nullable Instant signedAt) {
    public Sheet {
      lines = List.copyOf(lines);
      roles = List.copyOf(roles);
      fields = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(fields));
    }
  }

  /**
   * An item and its answer.
   *
   * @param index from 0
   * @param way check, run or hand
   * @param what the condition, the runbook or the unit; empty for none
   * @param status ok, warn, unknown, fail, or open
   * @param by null for Jigi itself
   */
  public record Line(
      int index,
      String section,
      String text,
      String way,
      String what,
      String status,
      String evidence,
      @Nullable String value,
      @Nullable String by,
      @Nullable Instant at) {
    public boolean open() {
      return status.equals("open");
    }
  }
}
