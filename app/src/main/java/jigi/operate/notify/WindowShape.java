package jigi.operate.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.schedule.Schedule;
import jigi.base.schedule.ScheduleShape;
import jigi.metrics.model.Matcher;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Recurring;
import jigi.operate.notify.routing.Window;

/** {@code {schedule: weekly sun 02:00, for: 2h, match: 'host="db"', reason: patches}}. */
final class WindowShape {
  /** Conditions on labels, one or several. */
  static final Shape<List<List<Matcher>>> MATCHERS =
      Shapes.listOf(
          Shapes.scalar(
              "conditions on labels",
              "host=\"db\" or severity=~\"warning|info\"",
              Map.of("type", "string"),
              Matchers::parse));

  private static final Field<Schedule> SCHEDULE =
      Field.required("schedule", new ScheduleShape(), "When it begins.");
  private static final Field<Duration> LASTS =
      Field.required("for", Shapes.duration(), "How long it lasts.");
  private static final Field<List<List<Matcher>>> MATCH =
      Field.optional("match", MATCHERS, "Of which alerts; of all when absent.");
  private static final Field<String> REASON =
      Field.optional("reason", Shapes.text(), "What is done then.");

  private static final Field<String> PUBLIC =
      Field.optional(
          "public",
          Shapes.text(),
          "What the status page says of it; without it the page says nothing.");

  static final Shape<Window> SHAPE =
      ObjectShape.of(
          "a maintenance window",
          List.of(SCHEDULE, LASTS, MATCH, REASON, PUBLIC),
          values -> {
            List<List<Matcher>> match = values.find(MATCH);
            return new Window(
                match == null ? List.of() : flat(match),
                new Recurring(values.get(SCHEDULE), values.get(LASTS)),
                values.find(REASON, ""),
                values.find(PUBLIC));
          });

  private WindowShape() {}

  static List<Matcher> flat(List<List<Matcher>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
