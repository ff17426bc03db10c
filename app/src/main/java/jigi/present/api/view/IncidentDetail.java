package jigi.present.api.view;

import java.util.List;
import jigi.base.journal.Event;

/**
 * An incident's page; the timeline is newest first.
 *
 * @param strands the same timeline with what belongs together told as one line
 * @param runbooks those that answer its alerts first, then the system's others
 * @param externals the services of others that the system needs, those that are not OK first
 * @param work what people do and write in it
 */
public record IncidentDetail(
    IncidentRow row,
    List<Event> timeline,
    List<Strand> strands,
    List<AlertRow> alerts,
    List<RunRow> runs,
    List<RunbookRow> runbooks,
    List<ComponentRow> components,
    List<ComponentRow> externals,
    IncidentWork work) {
  public IncidentDetail {
    timeline = List.copyOf(timeline);
    strands = List.copyOf(strands);
    runbooks = List.copyOf(runbooks);
    alerts = List.copyOf(alerts);
    runs = List.copyOf(runs);
    components = List.copyOf(components);
    externals = List.copyOf(externals);
  }
}
