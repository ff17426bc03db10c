package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checklists. */
public final class ChecklistView {
  private ChecklistView() {}

  /** The lines under their headings, in order. */
  public static List<Section> sections(List<Line> lines) {
    Map<String, List<Line>> all = new LinkedHashMap<>();
    lines.forEach(line -> all.computeIfAbsent(line.section(), t -> new ArrayList<>()).add(line));
    return all.entrySet().stream().map(e -> new Section(e.getKey(), e.getValue())).toList();
  }

  /**
   * A checklist in a list.
   *
   * @param schedule as written; empty when it begins by hand only
   * @param terms who does it, how long that takes, and until when
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
      Terms terms,
      @Nullable Instant next,
      @Nullable Done last) {
    public String path() {
      return "/checklists/" + system + "/" + name;
    }
  }

  /**
   * What the manual says of a checklist's work.
   *
   * @param roles as people call them; empty for anybody
   * @param takesMinutes how long it is expected to take; 0 when nothing says
   * @param dueMinutes how long after its start it has to be signed
   */
  public record Terms(List<String> roles, long takesMinutes, long dueMinutes) {
    public static final Terms NONE = new Terms(List.of(), 0, 0);

    public Terms {
      roles = List.copyOf(roles);
    }

    public Duration takes() {
      return Duration.ofMinutes(takesMinutes);
    }

    public Duration due() {
      return Duration.ofMinutes(dueMinutes);
    }
  }

  /**
   * The stretch of time that a checklist stands for.
   *
   * @param cadence week, month, quarter or year
   */
  public record Period(String cadence, LocalDate first, LocalDate last) {}

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

  /**
   * A checklist with those that were begun, newest first.
   *
   * @param lines its items as the manual has them now, all open
   */
  public record Detail(Row row, List<Line> lines, List<String> roles, List<Done> history) {
    public Detail {
      lines = List.copyOf(lines);
      roles = List.copyOf(roles);
      history = List.copyOf(history);
    }
  }

  /**
   * One that was begun.
   *
   * @param fields what is written down when it is signed, with what was written
   * @param note of who signed
   * @param period what it stands for; null where its day says that
   */
  public record Sheet(
      Row row,
      Done done,
      List<Line> lines,
      List<String> roles,
      Map<String, String> fields,
      String note,
      @Nullable Instant signedAt,
      @Nullable Period period) {
    public Sheet {
      lines = List.copyOf(lines);
      roles = List.copyOf(roles);
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public List<Section> sections() {
      return ChecklistView.sections(lines);
    }

    /** How many minutes the open items take, as far as the manual says. */
    public int minutesLeft() {
      return lines.stream().filter(Line::open).mapToInt(line -> line.work().minutes()).sum();
    }
  }

  /**
   * What the manual says of an item's work.
   *
   * @param role who does it, in the manual's words; empty for whoever does the checklist
   * @param asked the people and roles that these words name; empty for anybody
   * @param minutes 0 when it does not say
   * @param evidence what has to be handed in; empty for nothing
   * @param dueMinutes how long after the checklist's start it is due; 0 for no date of its own
   * @param due the same as an instant; null before it was begun
   */
  public record Work(
      String role,
      List<String> asked,
      int minutes,
      String evidence,
      long dueMinutes,
      @Nullable Instant due) {
    public static final Work PLAIN = new Work("", List.of(), 0, "", 0, null);

    public Duration within() {
      return Duration.ofMinutes(dueMinutes);
    }

    public Work {
      asked = List.copyOf(asked);
    }
  }

  /**
   * A file that was handed in.
   *
   * @param path where it is downloaded, below the run's
   */
  public record File(
      String id, String name, String type, long bytes, String hash, String by, Instant at) {
    public String path() {
      return "/evidence/" + id;
    }
  }

  /** A part of a sheet under one heading. */
  public record Section(String title, List<Line> lines) {
    public Section {
      lines = List.copyOf(lines);
    }

    public long answered() {
      return lines.stream().filter(line -> !line.open()).count();
    }
  }

  /**
   * An item and its answer.
   *
   * @param index from 0
   * @param way check, run, logs or hand
   * @param what the condition, the runbook, the component or the unit; empty for none
   * @param status ok, warn, unknown, fail, or open
   * @param by null for Jigi itself
   * @param alerts that the item asks a person to see to
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
      @Nullable Instant at,
      Work work,
      List<File> files,
      List<AlertRow> alerts) {
    public Line {
      files = List.copyOf(files);
      alerts = List.copyOf(alerts);
    }

    public boolean open() {
      return status.equals("open");
    }
  }
}
