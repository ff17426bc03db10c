package jigi.base.schedule;

import java.time.Duration;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of its own recurrence.
 *
 * @param takes how long it is expected to take
 */
public record Recurrence(Schedule schedule, Holidays.Rule rule, Duration takes) {
  /** Where it is written; public for problems about it. */
  public static final Field<Schedule> SCHEDULE =
      Field.optional(
          "schedule", new ScheduleShape(), "When it starts by itself, in the system's time zone.");

  private static final Field<Holidays.Rule> HOLIDAYS =
      Field.optional(
          "holidays",
          Shapes.oneOf(Holidays.Rule.class),
          "ignore",
          "What becomes of it on one of the manual's 'holidays'.");
  private static final Field<Duration> TAKES =
      Field.optional("takes", Shapes.duration(), "5m", "How long it is expected to take.");

  /** The keys that a document needs for it. */
  public static final List<Field<?>> FIELDS = List.of(SCHEDULE, HOLIDAYS, TAKES);

  /** How long it is expected to take, where that is written; it need not recur. */
  public static @Nullable Duration written(Values values) {
    return values.has(TAKES) ? values.get(TAKES) : null;
  }

  /** Null when nothing recurs. */
  public static @Nullable Recurrence of(Values values) {
    Schedule schedule = values.find(SCHEDULE);
    return schedule == null
        ? null
        : new Recurrence(schedule, values.get(HOLIDAYS), values.get(TAKES));
  }
}
