package jigi.present.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.run.StepReference;
import jigi.base.schedule.Cadence;
import jigi.base.schedule.Holidays;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.Schedule;
import jigi.detect.inventory.Inventory;
import jigi.detect.metric.Producers;
import jigi.detect.metric.Unit;
import org.jspecify.annotations.Nullable;

/** Reads {@code reports}. */
public final class ReportPart implements ManualPart<List<ReportPlan>> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");
  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call the report.");
  private static final Field<Cadence> OVER =
      Field.optional(
          "over",
          Shapes.oneOf(Cadence.class),
          "What it tells of: the last whole day, week (from Monday), month, quarter or year; absent"
              + " means that of the schedule, else the week.");
  private static final Field<List<Chapter>> CHAPTERS =
      Field.optional(
          "chapters",
          Shapes.listOf(Shapes.oneOf(Chapter.class)),
          "What it tells of; absent means all that the manual has.");
  private static final Field<String> FIGURE =
      Field.required("figure", Shapes.text(), "What people call the figure.");
  private static final Field<String> QUERY =
      Field.required(
          "query",
          Shapes.text(),
          "PromQL, asked at the period's end and at that of the one before; $period stands for its"
              + " length. A series each is a line, named by its labels.");
  private static final Field<Unit> UNIT =
      Field.optional("unit", Shapes.oneOf(Unit.class), "count", "What it counts.");
  private static final Field<List<Values>> FIGURES =
      Field.optional(
          "figures",
          Shapes.listOf(ObjectShape.of("a figure", List.of(FIGURE, QUERY, UNIT), values -> values)),
          "Figures of the manual's own.");
  private static final Field<List<String>> TO =
      Field.optional(
          "to",
          Shapes.listOf(Shapes.text()),
          "People and groups to whom it is sent; without 'to' and 'by' it is kept only.");
  private static final Field<List<String>> BY =
      Field.optional(
          "by",
          Shapes.listOf(Shapes.text()),
          "Channels; absent means those of the route critical.");
  private static final Field<String> FOLDER =
      Field.optional(
          "folder",
          Shapes.text(),
          "Where it is written too, as <report>_report_<day>.<format>; relative to the manual's"
              + " folder, or absolute.");
  private static final Field<List<ReportExport.Format>> FORMATS =
      Field.optional(
          "formats",
          Shapes.listOf(Shapes.oneOf(ReportExport.Format.class)),
          "As what it is written into the folder; absent means text.");
  private static final Field<List<ReportExport.Format>> ATTACH =
      Field.optional(
          "attach",
          Shapes.listOf(Shapes.oneOf(ReportExport.Format.class)),
          "What mails have attached; other channels have the text and the link.");
  private static final Field<Map<String, Values>> REPORTS =
      Field.optional(
          "reports",
          Shapes.mapOf(
              ObjectShape.of(
                  "a report",
                  Field.join(
                      Recurrence.FIELDS,
                      TITLE,
                      OVER,
                      CHAPTERS,
                      FIGURES,
                      TO,
                      BY,
                      FOLDER,
                      FORMATS,
                      ATTACH),
                  values -> values)),
          "What is told of a day, a week or a month, beside the one before.");

  private final Surroundings around;

  /**
   * The parts that this one looks at.
   *
   * @param has what a manual has that a chapter could tell of
   */
  public record Surroundings(
      Function<ManualReading, Inventory.Profile> profile,
      Function<ManualReading, Holidays> holidays,
      Function<ManualReading, Producers> producers,
      Function<ManualReading, Map<StepReference, Names>> reachable,
      Function<ManualReading, Set<Chapter>> has) {}

  public ReportPart(Surroundings around) {
    this.around = around;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(REPORTS);
  }

  @Override
  public List<ReportPlan> read(ManualReading reading) {
    List<ReportPlan> all = new ArrayList<>();
    reading.find(REPORTS, Map.of()).forEach((name, values) -> all.add(plan(name, values, reading)));
    return List.copyOf(all);
  }

  private ReportPlan plan(String name, Values values, ManualReading reading) {
    checkName(name, reading);
    Map<StepReference, Names> reachable = around.reachable().apply(reading);
    StepReference.RECIPIENT.check(values, TO, reachable, reading.problems());
    StepReference.CHANNEL.check(values, BY, reachable, reading.problems());
    Inventory.Profile profile = around.profile().apply(reading);
    Recurrence recurrence = Recurrence.of(values);
    return new ReportPlan(
        reading.find(SYSTEM, ""),
        name,
        values.find(TITLE, name),
        recurrence,
        values.find(OVER, otherwise(recurrence)),
        chapters(values, reading),
        values.find(FIGURES, List.of()).stream().map(each -> wanted(each, reading)).toList(),
        values.find(TO, List.of()),
        values.find(BY, List.of()),
        files(values, reading),
        new Schedule.Calendar(
            profile.zone(),
            around.holidays().apply(reading),
            recurrence == null ? Holidays.Rule.IGNORE : recurrence.rule()),
        profile.language());
  }

  private static ReportPlan.Written files(Values values, ManualReading reading) {
    String folder = values.find(FOLDER);
    if (folder == null && values.has(FORMATS)) {
      values.error(
          FORMATS,
          "formats-without-folder",
          "it is written into no folder",
          "name the 'folder', or use 'attach' for what mails carry");
    }
    if (values.has(ATTACH) && !values.has(TO) && !values.has(BY)) {
      values.error(
          ATTACH, "attached-to-nothing", "it is sent to nobody", "say 'to' whom it is sent");
    }
    return new ReportPlan.Written(
        folder == null ? null : reading.source().folder().resolve(folder).normalize(),
        values.find(FORMATS, List.of(ReportExport.Format.TEXT)),
        values.find(ATTACH, List.of()));
  }

  private static Cadence otherwise(@Nullable Recurrence recurrence) {
    return recurrence == null ? Cadence.WEEK : recurrence.schedule().cadence();
  }

  private static void checkName(String name, ManualReading reading) {
    Place place = reading.placeOf(REPORTS, name);
    Shapes.name().read(new jigi.base.config.Node.ScalarNode(place, name), reading.problems());
  }

  private Set<Chapter> chapters(Values values, ManualReading reading) {
    List<Chapter> written = values.find(CHAPTERS);
    Set<Chapter> all = EnumSet.noneOf(Chapter.class);
    all.addAll(written == null ? around.has().apply(reading) : written);
    if (values.has(FIGURES)) {
      all.add(Chapter.FIGURES);
    } else {
      all.remove(Chapter.FIGURES);
    }
    return all;
  }

  private ReportPlan.Wanted wanted(Values values, ManualReading reading) {
    String query = values.get(QUERY);
    around
        .producers()
        .apply(reading)
        .check(
            query, ReportPlan.Wanted.probe(query), values.placeOfValue(QUERY), reading.problems());
    return new ReportPlan.Wanted(values.get(FIGURE), query, values.get(UNIT));
  }
}
