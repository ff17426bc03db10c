package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** One incident that is worked on, and how soon they came before. */
record SampleIncidents(SampleDesk desk) implements Desk.Incidents {
  @Override
  public List<IncidentRow> list(Scope scope, boolean all) {
    return desk.empty || desk.calm || !scope.sees("shop") ? List.of() : List.of(incident());
  }

  @Override
  public @Nullable IncidentDetail get(String id) {
    return id.equals("i1")
        ? new IncidentDetail(
            incident(),
            events(),
            events().stream().map(jigi.present.api.view.Strand::of).toList(),
            List.of(alert()),
            List.of(run(true)),
            List.of(runbook()),
            desk.components().subList(0, 3),
            desk.components().subList(0, 1),
            SampleIncidentWork.work())
        : null;
  }

  /** Another system has a first one, too. */
  @Override
  public Map<String, String> numbered(Scope scope, long number) {
    return number == incident().number()
        ? Map.of("shop", "i1")
        : number == 1 ? Map.of("shop", "i0", "other", "i1") : Map.of();
  }

  @Override
  public void acknowledge(String id, String actor) {
    desk.done.add("incident-ack " + id + " " + actor);
  }

  @Override
  public IncidentDesk work() {
    return new SampleIncidentWork(desk);
  }

  @Override
  public List<IncidentCount> months(Scope scope) {
    return SampleRoutes.months(!desk.empty && scope.sees("shop"));
  }

  @Override
  public void note(String id, String actor, String text) {
    desk.done.add("note " + id + " " + actor + " " + text);
  }

  @Override
  public void level(String id, String actor, String level) {
    desk.done.add("level " + id + " " + actor + " " + level);
  }

  @Override
  public void close(String id, String actor, String text, boolean force) {
    if (force) {
      desk.done.add("close " + id + " " + actor + " " + text);
      return;
    }
    throw new UserError("not-resolved", "the incident is not resolved yet", "resolve it first");
  }
}
