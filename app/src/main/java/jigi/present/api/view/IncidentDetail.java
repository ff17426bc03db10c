package jigi.present.api.view;

import java.util.List;
import jigi.base.journal.Event;

/** An incident's page; the timeline is newest first. */
public record IncidentDetail(
    IncidentRow row,
    List<Event> timeline,
    List<AlertRow> alerts,
    List<RunRow> runs,
    List<ComponentRow> components) {
  public IncidentDetail {
    timeline = List.copyOf(timeline);
    alerts = List.copyOf(alerts);
    runs = List.copyOf(runs);
    components = List.copyOf(components);
  }
}
