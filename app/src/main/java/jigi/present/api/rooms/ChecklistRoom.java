package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.schedule.Cadence;
import jigi.base.schedule.Recurrence;
import jigi.base.schedule.Scheduled;
import jigi.base.schedule.Scheduler;
import jigi.operate.checklist.Answer;
import jigi.operate.checklist.Checklist;
import jigi.operate.checklist.Checklists;
import jigi.operate.checklist.Evidence;
import jigi.operate.checklist.Item;
import jigi.operate.checklist.Sheet;
import jigi.operate.checklist.SheetExport;
import jigi.present.api.http.Problem;
import jigi.present.api.view.AlertRow;
import jigi.present.api.view.ChecklistView;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** Checklists, and those that were begun. */
final class ChecklistRoom implements Desk.Checklists {
  private static final int HISTORY = 60;

  /** How far back alerts are shown when the checklist was never begun before. */
  private static final Duration FIRST = Duration.ofHours(24);

  private final Checklists checklists;
  private final Scheduler scheduler;
  private final Timeline timeline;
  private final Messages messages;

  private final Function<String, Map<String, String>> people;
  private final AlertsSince alerts;

  /** What fired within a time, in one system. */
  @FunctionalInterface
  interface AlertsSince {
    /**
     * @param until null for now
     */
    List<AlertRow> of(String system, Instant since, @Nullable Instant until);
  }

  /**
   * @param people of a system: their names in the manual, by what they are called
   */
  ChecklistRoom(
      Checklists checklists,
      Scheduler scheduler,
      Timeline timeline,
      Messages messages,
      Function<String, Map<String, String>> people,
      AlertsSince alerts) {
    this.alerts = alerts;
    this.people = people;
    this.checklists = checklists;
    this.scheduler = scheduler;
    this.timeline = timeline;
    this.messages = messages;
  }

  @Override
  public List<ChecklistView.Row> list(Scope scope) {
    return checklists.list(null).stream()
        .filter(one -> scope.sees(one.system()))
        .map(one -> row(one, 1))
        .sorted(
            Comparator.comparing(
                ChecklistView.Row::next, Comparator.nullsLast(Comparator.naturalOrder())))
        .toList();
  }

  private ChecklistView.Row row(Checklist one, int limit) {
    List<Sheet> newest = checklists.history(one.system(), one.name(), limit);
    int byHand = (int) one.items().stream().filter(Item::byHand).count();
    return new ChecklistView.Row(
        one.system(),
        one.name(),
        one.title(),
        one.file(),
        one.items().size(),
        byHand,
        one.recurrence() == null ? "" : one.recurrence().schedule().text(),
        terms(one),
        next(one),
        newest.isEmpty() ? null : done(newest.getFirst()));
  }

  private ChecklistView.Terms terms(Checklist one) {
    Duration takes = one.expected();
    return new ChecklistView.Terms(
        one.terms().roles().stream().map(role -> called(one.system(), role)).toList(),
        takes == null ? 0 : takes.toMinutes(),
        one.terms().due().toMinutes());
  }

  /** What people call somebody who is named by a key. */
  private String called(String system, String key) {
    return people.apply(system).entrySet().stream()
        .filter(entry -> entry.getValue().equals(key))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(key);
  }

  private @Nullable Instant next(Checklist one) {
    return scheduler.next(Instant.MAX).stream()
        .filter(
            up ->
                up.item().system().equals(one.system())
                    && up.item().key().equals("checklist/" + one.name()))
        .map(Scheduler.Upcoming::at)
        .findFirst()
        .orElse(null);
  }

  private ChecklistView.Done done(Sheet sheet) {
    return new ChecklistView.Done(
        sheet.run(),
        sheet.number(),
        sheet.started(),
        sheet.due(),
        word(sheet.status()),
        sheet.lines().size(),
        sheet.open(),
        sheet.overdue(timeline.instant()),
        sheet.signature() == null ? null : sheet.signature().by());
  }

  private static String word(@Nullable Status status) {
    return status == null ? "open" : status.key();
  }

  @Override
  public ChecklistView.@Nullable Detail get(String system, String name) {
    Checklist one = checklists.find(system, name);
    return one == null
        ? null
        : new ChecklistView.Detail(
            row(one, 1),
            planned(one),
            one.terms().roles(),
            checklists.history(system, name, HISTORY).stream().map(this::done).toList());
  }

  private List<ChecklistView.Line> planned(Checklist one) {
    List<ChecklistView.Line> lines = new ArrayList<>();
    for (Item item : one.items()) {
      Sheet.Line open =
          new Sheet.Line(lines.size(), item, null, "", null, null, null, null, List.of());
      lines.add(line(one.system(), open, null, List.of()));
    }
    return lines;
  }

  @Override
  public ChecklistView.@Nullable Sheet sheet(String run) {
    Sheet sheet = checklists.sheet(run);
    if (sheet == null) {
      return null;
    }
    Checklist one = checklists.find(sheet.system(), sheet.name());
    List<AlertRow> seen = seen(sheet);
    Sheet.Signature signature = sheet.signature();
    return new ChecklistView.Sheet(
        one == null ? gone(sheet) : row(one, 1),
        done(sheet),
        sheet.lines().stream()
            .map(line -> line(sheet.system(), line, sheet.due(line), seen))
            .toList(),
        one == null ? List.of() : one.terms().roles(),
        fields(sheet, one),
        signature == null ? "" : signature.note(),
        signature == null ? null : signature.at(),
        one == null ? null : period(one, sheet.started()));
  }

  private ChecklistView.@Nullable Period period(Checklist one, Instant started) {
    Cadence cadence = cadence(one);
    Scheduled item =
        scheduler.items().stream()
            .filter(each -> each.system().equals(one.system()))
            .filter(each -> each.key().equals("checklist/" + one.name()))
            .findFirst()
            .orElse(null);
    if (cadence == null || cadence == Cadence.DAY || item == null) {
      return null;
    }
    LocalDate day = started.atZone(item.calendar().zone()).toLocalDate();
    return new ChecklistView.Period(cadence.key(), cadence.first(day), cadence.last(day));
  }

  private static @Nullable Cadence cadence(@Nullable Checklist one) {
    Recurrence recurrence = one == null ? null : one.recurrence();
    return recurrence == null ? null : recurrence.schedule().cadence();
  }

  /** What fired since the checklist was begun before; nothing unless an item asks for it. */
  private List<AlertRow> seen(Sheet sheet) {
    if (sheet.lines().stream().noneMatch(line -> line.item().way() instanceof Item.Way.Alerts)) {
      return List.of();
    }
    Instant before = checklists.before(sheet.run());
    return alerts.of(
        sheet.system(), before == null ? sheet.started().minus(FIRST) : before, sheet.ended());
  }

  private static Map<String, String> fields(Sheet sheet, @Nullable Checklist one) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (one != null) {
      one.terms().fields().forEach(field -> fields.put(field, ""));
    }
    if (sheet.signature() != null) {
      fields.putAll(sheet.signature().fields());
    }
    return fields;
  }

  /** Its manual has no such checklist any more. */
  private static ChecklistView.Row gone(Sheet sheet) {
    return new ChecklistView.Row(
        sheet.system(),
        sheet.name(),
        sheet.title(),
        "",
        sheet.lines().size(),
        0,
        "",
        ChecklistView.Terms.NONE,
        null,
        null);
  }

  private ChecklistView.Line line(
      String system, Sheet.Line line, @Nullable Instant due, List<AlertRow> seen) {
    Item item = line.item();
    String way =
        switch (item.way()) {
          case Item.Way.Check check -> "check";
          case Item.Way.Run run -> "run";
          case Item.Way.Logs logs -> "logs";
          case Item.Way.Hand hand -> "hand";
          case Item.Way.Alerts alerted -> "hand";
        };
    String what =
        switch (item.way()) {
          case Item.Way.Check check -> check.condition();
          case Item.Way.Run run -> run.runbook();
          case Item.Way.Logs logs -> logs.component();
          case Item.Way.Hand hand -> hand.unit() == null ? "" : hand.unit();
          case Item.Way.Alerts alerted -> "";
        };
    return new ChecklistView.Line(
        line.index(),
        item.section(),
        item.text(),
        way,
        what,
        word(line.status()),
        line.evidence(),
        line.value(),
        line.by(),
        line.at(),
        new ChecklistView.Work(
            Objects.requireNonNullElse(item.work().role(), ""),
            asked(system, item),
            item.work().minutes(),
            Objects.requireNonNullElse(item.work().evidence(), ""),
            item.work().due() == null ? 0 : item.work().due().toMinutes(),
            due),
        line.files().stream().map(ChecklistRoom::file).toList(),
        item.way() instanceof Item.Way.Alerts ? seen : List.of());
  }

  /** The manual names roles as people do: a person's title stands for the person. */
  private List<String> asked(String system, Item item) {
    List<String> asked = new ArrayList<>();
    for (String word : item.roles()) {
      asked.add(people.apply(system).getOrDefault(word, word));
    }
    return asked;
  }

  private static ChecklistView.File file(Evidence one) {
    return new ChecklistView.File(
        one.id(), one.name(), one.type(), one.bytes(), one.hash(), one.by(), one.at());
  }

  @Override
  public String attach(String run, int item, String name, byte[] bytes, String actor) {
    return checklists.answers().attach(run, item, name, bytes, actor).id();
  }

  @Override
  public ChecklistView.@Nullable File file(String run, String id) {
    Evidence found = evidence(run, id);
    return found == null ? null : file(found);
  }

  private @Nullable Evidence evidence(String run, String id) {
    Sheet sheet = checklists.sheet(run);
    return sheet == null
        ? null
        : sheet.lines().stream()
            .flatMap(line -> line.files().stream())
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElse(null);
  }

  @Override
  public byte[] bytes(String run, String id) {
    Evidence found = evidence(run, id);
    if (found == null) {
      throw Problem.notFound("file " + id);
    }
    return checklists.answers().read(found);
  }

  @Override
  public String export(
      String system, YearMonth month, String format, Language language, ZoneId zone) {
    Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
    Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    List<SheetExport.Page> pages =
        checklists.between(system, from, to).stream().map(this::page).toList();
    return new SheetExport(messages, language, zone).month(system, month, pages, format(format));
  }

  private SheetExport.Page page(Sheet sheet) {
    Checklist one = checklists.find(sheet.system(), sheet.name());
    return new SheetExport.Page(sheet, List.copyOf(fields(sheet, one).keySet()), cadence(one));
  }

  private static SheetExport.Format format(String word) {
    return switch (word) {
      case "md" -> SheetExport.Format.MARKDOWN;
      case "html" -> SheetExport.Format.HTML;
      case "csv" -> SheetExport.Format.CSV;
      default -> throw Problem.bad("bad-format", "'" + word + "' is no format", "md, html or csv");
    };
  }

  @Override
  public String start(String system, String name, String actor) {
    return checklists.start(system, name, actor);
  }

  @Override
  public void answer(String run, Desk.Checklists.Answered answered, String actor) {
    checklists
        .answers()
        .answer(
            run,
            new Answer(
                answered.item(),
                status(answered.status()),
                answered.note(),
                answered.value(),
                actor,
                timeline.instant()));
  }

  private static Status status(String word) {
    for (Status status : Status.values()) {
      if (status.key().equals(word)) {
        return status;
      }
    }
    throw Problem.bad(
        "unknown-status",
        "'" + word.toLowerCase(Locale.ROOT) + "' is no status",
        "one of ok, warn, unknown, fail");
  }

  @Override
  public void sign(String run, String note, Map<String, String> fields, String actor) {
    checklists.answers().sign(run, new Sheet.Signature(actor, timeline.instant(), note, fields));
  }

  @Override
  public String export(String run, String format, Language language, ZoneId zone) {
    Sheet sheet = checklists.sheet(run);
    if (sheet == null) {
      throw Problem.notFound("checklist run " + run);
    }
    return new SheetExport(messages, language, zone).one(page(sheet), format(format));
  }
}
