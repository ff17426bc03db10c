package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import jigi.base.kernel.Html;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.operate.incident.CustomerNotice;
import jigi.operate.incident.CustomerNotices;
import jigi.operate.incident.FollowUp;
import jigi.operate.incident.Guide;
import jigi.operate.incident.Handling;
import jigi.operate.incident.Incident;
import jigi.operate.incident.IncidentReport;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.Level;
import jigi.operate.incident.Task;
import jigi.operate.incident.WarRoom;
import jigi.operate.incident.WrittenText;
import jigi.operate.runbook.Prose;
import jigi.present.api.http.OneOf;
import jigi.present.api.http.Problem;
import jigi.present.api.view.FollowUpRow;
import jigi.present.api.view.IncidentDesk;
import jigi.present.api.view.IncidentWork;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** What people do and write in incidents, and what was before them. */
final class IncidentWorkRoom implements IncidentDesk {
  private final Incidents incidents;
  private final Handling handling;
  private final Published published;
  private final CustomerNotices notices;
  private final Around around;

  /**
   * What else is asked.
   *
   * @param gathered what was around the beginning
   * @param zone in which a system's days end
   * @param people names by key of a system
   */
  record Around(
      Gathered gathered,
      InstantSource clock,
      Messages messages,
      Function<String, ZoneId> zone,
      Function<String, Map<String, String>> people) {}

  IncidentWorkRoom(
      Incidents incidents,
      Handling handling,
      Published published,
      CustomerNotices notices,
      Around around) {
    this.incidents = incidents;
    this.handling = handling;
    this.published = published;
    this.notices = notices;
    this.around = around;
  }

  IncidentWork of(Incidents.View view) {
    Incident incident = view.incident();
    Guide guide = incidents.guide(incident.system());
    Guide.Kind kind = incident.kind() == null ? null : guide.kinds().get(incident.kind());
    Map<String, String> kinds = new LinkedHashMap<>();
    guide.kinds().forEach((name, one) -> kinds.put(name, one.title()));
    Instant now = around.clock().instant();
    return new IncidentWork(
        kind == null ? incident.kind() : kind.title(),
        incident.at().breached(),
        phases(view, now),
        texts(view.work()),
        view.work().texts().stream()
            .filter(text -> text.field() == WrittenText.Field.REPORT)
            .map(IncidentWorkRoom::text)
            .toList()
            .reversed(),
        view.work().followUps().stream().map(one -> row(incident, one, now)).toList(),
        view.responders(),
        room(view.room()),
        view.work().notices().stream().map(IncidentWorkRoom::notice).toList().reversed(),
        around.gathered().of(view, guide),
        new IncidentWork.Choices(
            kinds,
            around.people().apply(incident.system()),
            kind == null || kind.notice() == null ? "" : kind.notice(),
            templates(guide)),
        published.of(incident));
  }

  private static IncidentWork.Room room(WarRoom room) {
    return new IncidentWork.Room(
        room.opened(),
        room.people().stream()
            .map(one -> new IncidentWork.Participant(one.person(), one.since()))
            .toList(),
        room.said().stream()
            .map(one -> new IncidentWork.Said(one.at(), one.actor(), one.text()))
            .toList());
  }

  private static IncidentWork.CustomerNotice notice(CustomerNotice one) {
    CustomerNotice.Hand decided = one.decided();
    return new IncidentWork.CustomerNotice(
        one.number(),
        one.title(),
        one.text(),
        one.state().key(),
        one.sending().to(),
        one.sending().publish() != null,
        one.drafted().at(),
        one.drafted().who(),
        decided == null ? null : decided.at(),
        decided == null ? null : decided.who());
  }

  private static List<IncidentWork.Template> templates(Guide guide) {
    List<IncidentWork.Template> all = new ArrayList<>();
    guide
        .notices()
        .forEach(
            (name, one) ->
                all.add(
                    new IncidentWork.Template(
                        name, one.title(), one.text(), one.to(), one.publish() != null)));
    return all;
  }

  private static List<IncidentWork.Phase> phases(Incidents.View view, Instant now) {
    Instant opened = view.incident().at().opened();
    Instant closed = view.incident().at().closed();
    Instant until = closed == null ? now : closed;
    Map<String, List<Task>> byPhase = new LinkedHashMap<>();
    view.work()
        .tasks()
        .forEach(one -> byPhase.computeIfAbsent(one.phase(), none -> new ArrayList<>()).add(one));
    List<IncidentWork.Phase> phases = new ArrayList<>();
    boolean found = closed != null;
    for (Map.Entry<String, List<Task>> phase : byPhase.entrySet()) {
      Duration due = phase.getValue().getFirst().until();
      boolean current = !found && due != null && until.isBefore(opened.plus(due));
      found |= current;
      phases.add(
          new IncidentWork.Phase(
              phase.getKey(),
              due,
              phase.getValue().stream().anyMatch(task -> task.isLate(opened, until)),
              current,
              phase.getValue().stream().map(task -> step(view.incident(), task)).toList()));
    }
    return phases;
  }

  private static IncidentWork.Step step(Incident incident, Task task) {
    Task.Done done = task.done();
    return new IncidentWork.Step(
        task.number(),
        task.text(),
        task.runbook() == null
            ? null
            : "/runbooks/"
                + incident.system()
                + "/"
                + task.runbook()
                + "?incident="
                + incident.id(),
        task.verify() != null,
        task.required(),
        done == null ? null : done.at(),
        done == null ? null : done.by(),
        done == null ? "" : done.evidence());
  }

  private static List<IncidentWork.Text> texts(Incidents.Work work) {
    return Arrays.stream(WrittenText.Field.values())
        .filter(field -> field != WrittenText.Field.REPORT)
        .map(
            field -> {
              WrittenText text = work.text(field);
              return text == null
                  ? new IncidentWork.Text(field.key(), 0, "", null, "")
                  : text(text);
            })
        .toList();
  }

  private static IncidentWork.Text text(WrittenText text) {
    return new IncidentWork.Text(
        text.field().key(), text.version(), text.text(), text.at(), text.author());
  }

  private static FollowUpRow row(Incident incident, FollowUp one, Instant now) {
    Task.Done done = one.done();
    return new FollowUpRow(
        incident.id(),
        incident.name(),
        incident.system(),
        one.number(),
        one.task(),
        one.person(),
        one.due(),
        done == null ? null : done.at(),
        done == null ? null : done.by(),
        done == null && !now.isBefore(one.due()));
  }

  @Override
  public String report(Reported what, String actor) {
    return incidents
        .report(
            what.system(),
            new Incidents.Seen(what.title(), level(what.level()), what.kind(), what.run()),
            actor)
        .id();
  }

  static Level level(String level) {
    Level known = Level.named(level);
    if (known == null) {
      throw Problem.bad("unknown-level", "'" + level + "' is no level", "P0, P1, P2, P3 or P4");
    }
    return known;
  }

  @Override
  public void tick(String id, int step, boolean done, String evidence, String actor) {
    if (done) {
      handling.tick(id, step, evidence, actor);
    } else {
      handling.untick(id, step, actor);
    }
  }

  @Override
  public void write(String id, String field, String text, @Nullable Integer base, String actor) {
    handling.write(id, field(field), text, base, actor);
  }

  private static WrittenText.Field field(String name) {
    return OneOf.named(
        name.toLowerCase(Locale.ROOT),
        WrittenText.Field.values(),
        WrittenText.Field::key,
        "unknown-field",
        "'" + name + "' is nothing that is written of an incident");
  }

  @Override
  public void kind(String id, String kind, String actor) {
    handling.setKind(id, kind, actor);
  }

  @Override
  public void publish(String id, Told what, String actor) {
    published.publish(id, what, actor);
  }

  @Override
  public void withdraw(String id, String actor) {
    published.withdraw(id, actor);
  }

  @Override
  public void join(String id, String actor) {
    incidents.join(id, actor);
  }

  @Override
  public void draft(String id, String template, String title, String text, String actor) {
    notices.draft(id, template, title, text, actor);
  }

  @Override
  public void decide(String id, int notice, boolean approved, String actor) {
    if (approved) {
      notices.approve(id, notice, actor);
    } else {
      notices.discard(id, notice, actor);
    }
  }

  @Override
  public void repaired(String id, String actor) {
    handling.repaired(id, actor);
  }

  @Override
  public void followUp(String id, String task, String person, LocalDate due, String actor) {
    Incident incident = incidents.find(id);
    if (incident == null) {
      throw Problem.notFound("incident " + id);
    }
    ZoneId zone = around.zone().apply(incident.system());
    Instant end = due.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    handling.followUp(id, task, person, end, actor);
  }

  @Override
  public void finish(String id, int number, String actor) {
    handling.finish(id, number, actor);
  }

  @Override
  public List<FollowUpRow> followUps(Scope scope) {
    Instant now = around.clock().instant();
    List<FollowUpRow> rows = new ArrayList<>();
    for (FollowUp one : handling.openFollowUps()) {
      Incident incident = incidents.find(one.incident());
      if (incident != null && scope.sees(incident.system())) {
        rows.add(row(incident, one, now));
      }
    }
    return rows;
  }

  @Override
  public @Nullable String text(String id, Format format, Language language) {
    Incidents.View view = incidents.view(id);
    if (view == null) {
      return null;
    }
    ZoneId zone = around.zone().apply(view.incident().system());
    IncidentReport report = new IncidentReport(around.messages(), language, zone);
    WrittenText written = view.work().text(WrittenText.Field.REPORT);
    String markdown = written == null ? report.markdown(view) : written.text();
    return switch (format) {
      case MD -> markdown;
      case TXT -> written == null ? report.plain(view) : written.text();
      case HTML ->
          Html.document(
              language,
              view.incident().name() + " " + view.incident().title(),
              Prose.html(markdown));
    };
  }
}
