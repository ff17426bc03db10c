package jigi.present.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import org.jspecify.annotations.Nullable;

/** Every route that answers a program. */
public final class Api {
  private Api() {}

  /**
   * @param others routes beside the house's own: Prometheus's
   * @param version of Jigi, for the API's document
   */
  public static List<Route> routes(Desk desk, List<Route> others, String version) {
    List<Route> all = new ArrayList<>();
    all.addAll(new WatchApi(desk).routes());
    all.addAll(new IncidentApi(desk).routes());
    all.addAll(new SilenceApi(desk).routes());
    all.addAll(new OnCallApi(desk).routes());
    all.addAll(new RouteApi(desk).routes());
    all.addAll(new ActApi(desk).routes());
    all.addAll(new ChecklistApi(desk).routes());
    all.addAll(new BackupApi(desk).routes());
    all.addAll(new DeployApi(desk).routes());
    all.addAll(new ReportApi(desk).routes());
    all.addAll(new ManualApi(desk).routes());
    all.addAll(new WholeLogApi(desk).routes());
    all.addAll(new DiscoveryApi(desk).routes());
    all.addAll(new ConnectionApi(desk).routes());
    all.addAll(new AgendaApi(desk).routes());
    all.addAll(new HouseApi(desk).routes());
    all.addAll(others);
    List<Route> described = List.copyOf(all);
    all.add(
        Route.open(
            "GET",
            "/api/v1/openapi.json",
            "This document.",
            exchange -> Reply.json(OpenApi.of(described, version))));
    return List.copyOf(all);
  }

  static Reply list(String name, List<?> rows) {
    return Reply.json(Map.of(name, java.util.Objects.requireNonNull(Plain.of(rows))));
  }

  /** A record, a list or a map of them as JSON. */
  public static Reply.Content one(@Nullable Object row) {
    Object plain = Plain.of(row);
    return Reply.json(plain == null ? Map.of() : plain);
  }

  /** What was asked for has been done. */
  static Reply done() {
    return Reply.json(Map.of("done", true));
  }
}
