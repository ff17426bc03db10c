package jigi.present.api.view;

import java.util.List;

/** A component's page. */
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
    List<ErrorRow> errors) {
  public ComponentDetail {
    figures = List.copyOf(figures);
    charts = List.copyOf(charts);
    probes = List.copyOf(probes);
    alerts = List.copyOf(alerts);
    runbooks = List.copyOf(runbooks);
    changes = List.copyOf(changes);
    errors = List.copyOf(errors);
  }
}
