package jigi.present.api.rooms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.Journal;
import jigi.detect.probe.log.LogRepository;
import jigi.operate.incident.Guide;
import jigi.operate.incident.Incident;
import jigi.operate.incident.Incidents;
import jigi.operate.incident.LinkedAlert;
import jigi.present.api.view.Chart;
import jigi.present.api.view.ErrorRow;
import jigi.present.api.view.IncidentWork;

/** What was around the beginning of an incident. */
final class Gathered {
  private static final Duration CHANGED = Duration.ofHours(24);
  private static final Duration ERRORS = Duration.ofHours(1);
  private static final Duration DRAWN_BEFORE = Duration.ofHours(1);
  private static final Duration DRAWN_AFTER = Duration.ofHours(2);
  private static final int MOST = 8;

  /** Of how many components a line is drawn where the manual says nothing. */
  private static final int COMPONENTS = 3;

  /** How many events are read to find what was changed. */
  private static final int READ = 200;

  private static final Set<String> CHANGES =
      Set.of(
          "deploy.deployed",
          "deploy.switched",
          "deploy.rolled-back",
          "deploy.cancelled",
          "deploy.halted",
          "manual.activated",
          "run.finished");

  private final Journal journal;
  private final LogRepository logs;
  private final FigureRoom figures;
  private final InstantSource clock;

  Gathered(Journal journal, LogRepository logs, FigureRoom figures, InstantSource clock) {
    this.journal = journal;
    this.logs = logs;
    this.figures = figures;
    this.clock = clock;
  }

  IncidentWork.Before of(Incidents.View view, Guide guide) {
    return new IncidentWork.Before(
        changes(view.incident()), errors(view.incident()), measures(view, guide));
  }

  private List<Event> changes(Incident incident) {
    Instant opened = incident.at().opened();
    EventQuery query =
        new EventQuery(incident.system(), null, null, null, opened, READ).ofKinds(CHANGES);
    return journal.find(query).stream()
        .filter(event -> event.at().isAfter(opened.minus(CHANGED)))
        .filter(Gathered::isChange)
        .limit(MOST)
        .toList();
  }

  /** Of runs only those that a person started: what runs by itself runs every day. */
  private static boolean isChange(Event event) {
    return !event.what().kind().name().equals("run.finished")
        || event.what().args().getOrDefault("trigger", "").equals("manual");
  }

  private List<ErrorRow> errors(Incident incident) {
    Instant since = incident.at().opened().minus(ERRORS);
    return logs.groups(incident.system(), null, since, MOST).stream()
        .map(
            group ->
                new ErrorRow(
                    group.level(), group.example(), group.lines(), group.last(), List.of()))
        .toList();
  }

  /** What the manual wants drawn; else how long the probes of its components took. */
  private List<Chart> measures(Incidents.View view, Guide guide) {
    Incident incident = view.incident();
    FigureRoom.Window window = window(incident);
    if (!guide.measures().isEmpty()) {
      return figures.drawn(incident.system(), guide.measures(), window);
    }
    List<Chart> all = new ArrayList<>();
    view.alerts().stream()
        .map(LinkedAlert::component)
        .filter(java.util.Objects::nonNull)
        .distinct()
        .limit(COMPONENTS)
        .forEach(
            component ->
                figures.charts(incident.system(), component, window).stream()
                    .map(chart -> named(chart, component))
                    .forEach(all::add));
    return all;
  }

  private static Chart named(Chart chart, String component) {
    return new Chart(
        component,
        chart.unit(),
        chart.from(),
        chart.to(),
        chart.points(),
        chart.title(),
        chart.limits());
  }

  private FigureRoom.Window window(Incident incident) {
    Instant now = clock.instant();
    Instant after = incident.at().opened().plus(DRAWN_AFTER);
    Instant to = now.isBefore(after) ? now : after;
    Duration length = Duration.between(incident.at().opened().minus(DRAWN_BEFORE), to);
    return new FigureRoom.Window(to, length, length.dividedBy(FigureRoom.SLICES), length);
  }
}
