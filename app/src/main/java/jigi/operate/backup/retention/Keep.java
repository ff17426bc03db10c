package jigi.operate.backup.retention;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;

/**
 * How long a store keeps backups: whatever one of these keeps stays. 0 means that a rule keeps
 * nothing; when all are 0 everything stays.
 *
 * @param days all of so many calendar days, today's included
 * @param last so many of the newest
 * @param atLeast so many stay however old they are
 * @param daily the newest of each of so many days that have one
 * @param weekly the same by weeks, which begin on Monday
 * @param monthly by months
 * @param yearly by years
 */
public record Keep(
    int days, int last, int atLeast, int daily, int weekly, int monthly, int yearly) {
  private static final int MOST = 100_000;
  private static final Field<Integer> DAYS =
      field("days", "0", "All of so many calendar days, today's included: 7 leaves seven dates.");
  private static final Field<Integer> LAST = field("last", "0", "So many of the newest.");
  private static final Field<Integer> AT_LEAST =
      field("at-least", "1", "So many good ones stay, however old they are.");
  private static final Field<Integer> DAILY =
      field("daily", "0", "The newest of each of so many days that have one.");
  private static final Field<Integer> WEEKLY =
      field("weekly", "0", "The newest of each of so many weeks, which begin on Monday.");
  private static final Field<Integer> MONTHLY =
      field("monthly", "0", "The newest of each of so many months.");
  private static final Field<Integer> YEARLY =
      field("yearly", "0", "The newest of each of so many years.");

  /** Everything, for ever. */
  public static final Keep ALL = new Keep(0, 0, 0, 0, 0, 0, 0);

  private static Field<Integer> field(String name, String otherwise, String doc) {
    return Field.optional(name, Shapes.integer(0, MOST), otherwise, doc);
  }

  /** {@code {days: 7, at-least: 3}}. */
  public static Shape<Keep> shape() {
    return ObjectShape.of(
        "how long to keep",
        List.of(DAYS, LAST, AT_LEAST, DAILY, WEEKLY, MONTHLY, YEARLY),
        Keep::of);
  }

  private static Keep of(Values values) {
    return new Keep(
        values.get(DAYS),
        values.get(LAST),
        values.get(AT_LEAST),
        values.get(DAILY),
        values.get(WEEKLY),
        values.get(MONTHLY),
        values.get(YEARLY));
  }

  /** Whether it lets anything go: {@code at-least} alone is no rule by which something goes. */
  boolean limits() {
    return days + last + daily + weekly + monthly + yearly > 0;
  }
}
