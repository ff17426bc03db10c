package jigi.present.api.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component's page.
 *
 * @param errors what its logs held within a day, the most frequent first
 * @param matched the newest lines of that day that matched patterns
 * @param access of its access logs; null when none was read
 */
public record ComponentDetail(
    ComponentRow row,
    ComponentFacts facts,
    Beats day,
    List<Figure> figures,
    List<Chart> charts,
    List<ProbeRow> probes,
    List<AlertRow> alerts,
    List<RunbookRow> runbooks,
    List<Happening> changes,
    List<ErrorRow> errors,
    List<LogRow> matched,
    @Nullable AccessView access) {
  public ComponentDetail {
    figures = List.copyOf(figures);
    charts = List.copyOf(charts);
    probes = List.copyOf(probes);
    alerts = List.copyOf(alerts);
    runbooks = List.copyOf(runbooks);
    changes = List.copyOf(changes);
    errors = List.copyOf(errors);
    matched = List.copyOf(matched);
  }
}
