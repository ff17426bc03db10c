package jigi.operate.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Durations;
import jigi.operate.notify.oncall.Layer;
import jigi.operate.notify.oncall.OnCallSchedule;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code on-call}. */
final class OnCallReader {
  private static final int LONGEST_TURN = 366;

  /** A Monday, so that turns of a week begin on Mondays where the manual names no day. */
  private static final LocalDate A_MONDAY = LocalDate.of(2024, 1, 1);

  private static final Pattern TIME = Pattern.compile("[0-9]{1,2}:[0-9]{2}");

  private static final Field<List<Ref>> PEOPLE =
      Field.required(
          "people",
          Shapes.listOf(Ref.shape("the name of a person")),
          "Who take turns, in their order.");
  private static final Field<Integer> TURN =
      Field.optional(
          "turn",
          Shapes.scalar(
              "a turn of whole days",
              "daily, weekly or 3d",
              Map.of("type", "string"),
              OnCallReader::days),
          "weekly",
          "How long one of them is on call.");
  private static final Field<LocalDate> FROM =
      Field.optional(
          "from",
          Shapes.date("2026-01-05"),
          "The day on which a turn of the first begins; a Monday when absent.");
  private static final Field<LocalTime> HAND_OVER =
      Field.optional(
          "hand-over",
          Shapes.scalar("a time of the day", "09:00", Map.of("type", "string"), OnCallReader::time),
          "09:00",
          "When turns begin, in the system's time zone.");
  private static final Field<List<Hours>> HOURS =
      Field.optional(
          "hours",
          Shapes.listOf(
              Shapes.scalar("hours", "weekdays 9-18", Map.of("type", "string"), Hours::parse)),
          "When somebody of the layer is on call; always when absent.");
  private static final Field<Layer.OnHolidays> HOLIDAYS =
      Field.optional(
          "holidays",
          Shapes.oneOf(Layer.OnHolidays.class),
          "ignore",
          "On the manual's holidays: ignore them, skip the layer, or only then.");
  private static final Shape<Values> LAYER =
      ObjectShape.of(
          "a layer of a schedule",
          List.of(PEOPLE, TURN, FROM, HAND_OVER, HOURS, HOLIDAYS),
          values -> values);

  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it.");
  private static final Field<List<Values>> LAYERS =
      Field.required(
          "layers",
          Shapes.listOf(LAYER),
          "Rotations; the first of them that has somebody at that hour counts.");
  private static final Field<List<Ref>> BY =
      Field.optional(
          "by",
          Shapes.listOf(Ref.shape("the name of a channel")),
          "Channels that tell both of a hand-over; those of the critical route when absent.");

  static final Shape<Values> SHAPE =
      ObjectShape.of("an on-call schedule", List.of(TITLE, LAYERS, BY), values -> values);

  private final Names people;
  private final Names channels;
  private final Problems problems;

  OnCallReader(Names people, Names channels, Problems problems) {
    this.people = people;
    this.channels = channels;
    this.problems = problems;
  }

  Map<String, OnCallSchedule> read(Map<String, Values> entries) {
    Map<String, OnCallSchedule> all = new LinkedHashMap<>();
    entries.forEach((name, values) -> all.put(name, schedule(name, values)));
    return all;
  }

  private OnCallSchedule schedule(String name, Values values) {
    List<Ref> by = values.find(BY);
    List<Layer> layers = new ArrayList<>();
    for (Values layer : values.get(LAYERS)) {
      List<String> turns =
          known(layer.get(PEOPLE), people, "unknown-person", "'people' knows nobody");
      if (turns.isEmpty()) {
        layer.error(
            PEOPLE, "nobody-on-call", "a layer has nobody ([])", "name at least one person");
        continue;
      }
      layers.add(
          new Layer(
              turns,
              new Layer.Turn(layer.get(TURN), layer.find(FROM, A_MONDAY), layer.get(HAND_OVER)),
              layer.find(HOURS, List.of()),
              layer.get(HOLIDAYS)));
    }
    if (values.get(LAYERS).isEmpty()) {
      values.error(
          LAYERS,
          "nobody-on-call",
          "a schedule has no layer ([])",
          "write layers: [{people: […]}]");
    }
    return new OnCallSchedule(
        name,
        values.find(TITLE, name),
        layers,
        by == null
            ? List.of()
            : known(by, channels, "unknown-channel", "'channels' has no such channel"));
  }

  private List<String> known(List<Ref> refs, Names names, String code, String what) {
    for (Ref ref : refs) {
      names.require(ref.name(), ref.place(), problems, code, what);
    }
    return refs.stream().map(Ref::name).toList();
  }

  private static @Nullable Integer days(String text) {
    if (text.equals("daily")) {
      return 1;
    }
    if (text.equals("weekly")) {
      return 7;
    }
    Duration span = Durations.parse(text);
    if (span == null || !span.equals(Duration.ofDays(span.toDays()))) {
      return null;
    }
    long days = span.toDays();
    return days >= 1 && days <= LONGEST_TURN ? (Integer) (int) days : null;
  }

  private static @Nullable LocalTime time(String text) {
    if (!TIME.matcher(text).matches()) {
      return null;
    }
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
