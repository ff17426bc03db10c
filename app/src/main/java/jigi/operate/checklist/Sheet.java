package jigi.operate.checklist;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * One checklist of one day.
 *
 * @param run the run that does it
 * @param number of that run, for people
 * @param started when
 * @param due until when it has to be signed
 * @param lines one for each item, in order
 * @param signature null while nobody has signed
 */
public record Sheet(
    String run,
    long number,
    String system,
    String name,
    String title,
    Instant started,
    @Nullable Instant ended,
    Instant due,
    List<Line> lines,
    @Nullable Signature signature) {
  /**
   * An item and its answer.
   *
   * @param status null while it is open
   * @param evidence what was seen, or why
   * @param called the run that answered; null for none
   * @param by who answered; null for Jigi itself
   * @param files that were handed in
   */
  public record Line(
      int index,
      Item item,
      @Nullable Status status,
      String evidence,
      @Nullable String called,
      @Nullable String value,
      @Nullable String by,
      @Nullable Instant at,
      List<Evidence> files) {
    public Line {
      files = List.copyOf(files);
    }
  }

  /**
   * Who vouches for it.
   *
   * @param fields what was written down, by the field's name
   */
  public record Signature(String by, Instant at, String note, Map<String, String> fields) {}

  public Sheet {
    lines = List.copyOf(lines);
  }

  /** The worst of its items; UNKNOWN outweighs what is open. Null while only OK ones are known. */
  public @Nullable Status status() {
    List<Status> known = statuses();
    Status worst = known.isEmpty() ? null : Status.worst(known);
    boolean open = open() > 0;
    return open && (worst == null || worst == Status.OK) ? null : worst;
  }

  /** By when an item has to be answered; null where only the checklist has a date. */
  public @Nullable Instant due(Line line) {
    Duration within = line.item().work().due();
    return within == null ? null : started.plus(within);
  }

  /** Of the items that are answered. */
  List<Status> statuses() {
    return lines.stream().map(Line::status).filter(s -> s != null).toList();
  }

  /** How many items are not answered. */
  public int open() {
    return (int) lines.stream().filter(line -> line.status() == null).count();
  }

  /** How many items have that status. */
  public int count(Status status) {
    return (int) lines.stream().filter(line -> line.status() == status).count();
  }

  public boolean overdue(Instant now) {
    return signature == null && !due.isAfter(now);
  }
}
