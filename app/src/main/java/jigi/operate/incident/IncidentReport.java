package jigi.operate.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import org.jspecify.annotations.Nullable;

/** An incident told from its timeline: what, when, impact, actions, durations. */
public final class IncidentReport {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Messages messages;
  private final Language language;
  private final ZoneId zone;

  public IncidentReport(Messages messages, Language language, ZoneId zone) {
    this.messages = messages;
    this.language = language;
    this.zone = zone;
  }

  /** As Markdown; texts of others are escaped, so that they cannot become markup. */
  public String markdown(Incidents.View view) {
    List<String> lines = new ArrayList<>();
    Incident incident = view.incident();
    lines.add(
        "# " + text("title", Map.of("name", incident.name(), "title", escaped(incident.title()))));
    lines.add("");
    facts(view).forEach(fact -> lines.add("- **" + fact.name() + "**: " + escaped(fact.value())));
    written(view).forEach(one -> paragraph(lines, "## " + one.name(), escaped(one.value())));
    section(lines, "## ", "alerts");
    view.alerts().forEach(alert -> lines.add("- " + escaped(alertLine(alert))));
    section(lines, "## ", "timeline");
    lines.add("| " + text("time") + " | " + text("event") + " | " + text("who") + " |");
    lines.add("|---|---|---|");
    for (TimelineEntry entry : view.timeline()) {
      lines.add(
          "| "
              + time(entry.at())
              + " | "
              + escaped(entryText(entry))
              + " | "
              + escaped(entry.actor())
              + " |");
    }
    section(lines, "## ", "actions");
    lines.addAll(actions(view).stream().map(line -> "- " + escaped(line)).toList());
    work(view)
        .forEach(
            (key, of) -> {
              section(lines, "## ", key);
              of.forEach(line -> lines.add("- " + escaped(line)));
            });
    return String.join("\n", lines) + "\n";
  }

  /** As plain text, for mail and terminals. */
  public String plain(Incidents.View view) {
    List<String> lines = new ArrayList<>();
    Incident incident = view.incident();
    lines.add(text("title", Map.of("name", incident.name(), "title", oneLine(incident.title()))));
    lines.add("");
    facts(view).forEach(fact -> lines.add(fact.name() + ": " + oneLine(fact.value())));
    written(view).forEach(one -> paragraph(lines, one.name(), "  " + oneLine(one.value())));
    section(lines, "", "alerts");
    view.alerts().forEach(alert -> lines.add("  " + oneLine(alertLine(alert))));
    section(lines, "", "timeline");
    for (TimelineEntry entry : view.timeline()) {
      lines.add(
          "  " + time(entry.at()) + "  " + oneLine(entryText(entry)) + "  (" + entry.actor() + ")");
    }
    section(lines, "", "actions");
    lines.addAll(actions(view).stream().map(line -> "  " + oneLine(line)).toList());
    work(view)
        .forEach(
            (key, of) -> {
              section(lines, "", key);
              of.forEach(line -> lines.add("  " + oneLine(line)));
            });
    return String.join("\n", lines) + "\n";
  }

  private record Fact(String name, String value) {}

  /** What people wrote, the report itself left out. */
  private List<Fact> written(Incidents.View view) {
    List<Fact> all = new ArrayList<>();
    for (WrittenText.Field field : WrittenText.Field.values()) {
      WrittenText text = view.work().text(field);
      if (text != null && field != WrittenText.Field.REPORT) {
        all.add(new Fact(fieldName(field.key()), text.text()));
      }
    }
    return all;
  }

  /** The steps and the follow-ups, where there are any. */
  private Map<String, List<String>> work(Incidents.View view) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> steps = view.work().tasks().stream().map(this::step).toList();
    List<String> after = view.work().followUps().stream().map(this::followUp).toList();
    if (!steps.isEmpty()) {
      all.put("steps", steps);
    }
    if (!after.isEmpty()) {
      all.put("follow-ups", after);
    }
    return all;
  }

  private String step(Task task) {
    return task.phase() + ": " + task.text() + " – " + done(task.done());
  }

  private String followUp(FollowUp one) {
    String due = DAY.format(one.due().atZone(zone));
    return one.task()
        + " ("
        + one.person()
        + ", "
        + text("due", Map.of("due", due))
        + ") – "
        + done(one.done());
  }

  private String done(Task.@Nullable Done done) {
    if (done == null) {
      return text("open");
    }
    String seen = done.evidence().isEmpty() ? "" : ", " + done.evidence();
    return moment(done.at()) + by(done.by()) + seen;
  }

  private static void paragraph(List<String> lines, String title, String text) {
    lines.addAll(List.of("", title, "", text));
  }

  private List<Fact> facts(Incidents.View view) {
    Incident incident = view.incident();
    Incident.Times at = incident.at();
    List<Fact> facts = new ArrayList<>();
    facts.add(fact("system", incident.system()));
    if (incident.kind() != null) {
      facts.add(fact("kind", incident.kind()));
    }
    facts.add(fact("level", incident.grade().level().name()));
    facts.add(fact("state", messages.text(language, "incident.state." + incident.state().key())));
    facts.add(fact("detected", incident.detectedBy()));
    facts.add(fact("impact", impact(view)));
    Instant began = began(view);
    facts.add(fact("began", moment(began)));
    facts.add(fact("opened", moment(at.opened()) + after(began, at.opened())));
    facts.add(
        fact(
            "acknowledged",
            at.acknowledged() == null
                ? none()
                : moment(at.acknowledged())
                    + after(at.opened(), at.acknowledged())
                    + by(incident.by().acknowledgedBy())));
    facts.add(
        fact(
            "resolved",
            at.resolved() == null
                ? none()
                : moment(at.resolved()) + after(at.opened(), at.resolved())));
    facts.add(
        fact(
            "closed",
            at.closed() == null
                ? none()
                : moment(at.closed())
                    + after(at.opened(), at.closed())
                    + by(incident.by().closedBy())));
    facts.add(
        fact(
            "responders",
            view.responders().isEmpty() ? none() : String.join(", ", view.responders())));
    return facts;
  }

  private Fact fact(String key, String value) {
    return new Fact(text(key), value);
  }

  /** When the first of its alerts began to hold: before that nobody knew. */
  private static Instant began(Incidents.View view) {
    return view.alerts().stream()
        .map(LinkedAlert::since)
        .min(Instant::compareTo)
        .orElse(view.incident().at().opened());
  }

  private String impact(Incidents.View view) {
    List<String> components =
        view.alerts().stream()
            .map(LinkedAlert::component)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .distinct()
            .toList();
    return components.isEmpty() ? none() : String.join(", ", components);
  }

  private String alertLine(LinkedAlert alert) {
    String what = alert.summary() == null ? alert.rule() : alert.rule() + ": " + alert.summary();
    return what
        + " ("
        + messages.text(language, "severity." + alert.severity().key())
        + ") "
        + time(alert.since())
        + "–"
        + (alert.resolved() == null
            ? none()
            : time(alert.resolved()) + after(alert.since(), alert.resolved()));
  }

  private List<String> actions(Incidents.View view) {
    List<String> actions =
        view.timeline().stream()
            .filter(
                entry ->
                    entry.kind().equals("run.step")
                        || entry.kind().equals("run.finished")
                        || entry.kind().equals("incident.note"))
            .map(entry -> time(entry.at()) + " " + entryText(entry))
            .toList();
    return actions.isEmpty() ? List.of(none()) : actions;
  }

  private String entryText(TimelineEntry entry) {
    Map<String, String> args = new LinkedHashMap<>(entry.args());
    args.computeIfPresent("field", (name, field) -> fieldName(field));
    args.computeIfPresent("due", (name, due) -> moment(Instant.parse(due)));
    return messages.text(language, "event." + entry.kind(), args);
  }

  private String fieldName(String field) {
    return messages.text(language, "incident.field." + field);
  }

  private void section(List<String> lines, String mark, String key) {
    lines.add("");
    lines.add(mark + text(key));
    lines.add("");
  }

  private String by(@Nullable String actor) {
    return actor == null ? "" : ", " + actor;
  }

  private String after(Instant from, Instant to) {
    Duration duration = Duration.ofSeconds(Math.max(0, Duration.between(from, to).toSeconds()));
    return " (+" + Durations.format(duration) + ")";
  }

  private String none() {
    return text("none");
  }

  private String moment(Instant instant) {
    return DAY_AND_TIME.format(instant.atZone(zone)) + " " + zone.getId();
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  private String text(String key) {
    return messages.text(language, "incident.report." + key);
  }

  private String text(String key, Map<String, String> args) {
    return messages.text(language, "incident.report." + key, args);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static String escaped(String text) {
    return oneLine(text).replaceAll("([\\\\`*_{}\\[\\]<>#|])", "\\\\$1");
  }
}
