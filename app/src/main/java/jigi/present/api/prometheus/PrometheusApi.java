package jigi.present.api.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jigi.metrics.promql.PromQlException;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.prometheus.write.RemoteWrite;

/**
 * Prometheus's own API. Shapes, statuses and types of error as in
 * https://prometheus.io/docs/prometheus/latest/querying/api/.
 */
public final class PrometheusApi {
  private static final String BASE = "/api/v1/";

  private final Sources sources;
  private final List<Route> routes = new ArrayList<>();

  private PrometheusApi(Sources sources) {
    this.sources = sources;
  }

  public static List<Route> routes(Sources sources) {
    PrometheusApi api = reading(sources);
    RemoteWrite writing =
        new RemoteWrite(
            sources.metrics().store(),
            sources.process().systems(),
            sources.process().seriesLimit());
    api.routes.add(
        Route.post(BASE + "write", "Remote write 1.0: snappy and protobuf.", writing::write));
    AdminApi admin = new AdminApi(sources);
    api.change("delete_series", "Deletes samples; ?match= ?start= ?end=", admin::delete);
    api.change("clean_tombstones", "Gives back the room of deleted samples.", admin::clean);
    return List.copyOf(api.routes);
  }

  /** What changes nothing, and whether it is asked of a server that lives. */
  public static List<Route> readingRoutes(Sources sources) {
    PrometheusApi api = reading(sources);
    for (String path : List.of("/-/healthy", "/-/ready")) {
      api.routes.add(
          Route.get(
              path,
              "Whether it lives.",
              exchange -> Reply.of(200, "text/plain; charset=utf-8", "Jigi is here.\n")));
    }
    return List.copyOf(api.routes);
  }

  private void change(String path, String doc, Function<Params, Reply> handler) {
    for (String method : List.of("POST", "PUT")) {
      routes.add(
          new Route(
              method,
              BASE + "admin/tsdb/" + path,
              Route.Access.SIGNED_IN,
              doc,
              exchange -> answer(() -> handler.apply(params(exchange)))));
    }
  }

  private static PrometheusApi reading(Sources sources) {
    PrometheusApi api = new PrometheusApi(sources);
    api.queries(new QueryApi(sources));
    api.watched(new RulesApi(sources), new TargetsApi(sources));
    api.status(new StatusApi(sources));
    Federation federation = new Federation(sources);
    api.routes.add(
        Route.get(
            "/federate",
            "The newest samples, for another Prometheus; ?match=",
            exchange ->
                answer(
                    () -> federation.federate(api.params(exchange), exchange.header("accept")))));
    return api;
  }

  private void queries(QueryApi queries) {
    both("query", "PromQL at an instant; ?query= ?time= ?timeout= ?limit=", queries::query);
    both("query_range", "PromQL over time; ?query= ?start= ?end= ?step=", queries::range);
    both("query_exemplars", "Exemplars, of which none are kept; ?query=", queries::exemplars);
    both("format_query", "PromQL in its canonical form; ?query=", queries::format);
    both("labels", "Names of labels; ?start= ?end= ?limit=", queries::labels);
    both("series", "Series that match; ?match= ?start= ?end= ?limit=", queries::series);
    routes.add(
        Route.get(
            BASE + "label/{name}/values",
            "Values of a label; ?start= ?end= ?limit=",
            exchange -> answer(() -> queries.values(params(exchange), exchange.variable("name")))));
  }

  private void watched(RulesApi rules, TargetsApi targets) {
    get("rules", "Rules by group, as Prometheus shows them; ?type= ?file=", rules::rules);
    get("alerts", "Pending and firing alerts, as Prometheus shows them.", rules::alerts);
    get("alertmanagers", "None: Jigi calls people itself.", rules::alertmanagers);
    get("targets", "What is scraped; ?state=", targets::targets);
    get("scrape_pools", "The names of what is scraped.", targets::pools);
    get("targets/metadata", "Families of each target; ?metric= ?limit=", targets::ofTargets);
    get("metadata", "Types and texts of metrics; ?metric= ?limit=", targets::metadata);
    // Grafana tells Prometheus from other servers by this answer.
    routes.add(
        Route.get(
            BASE + "rules/test/test",
            "Never there.",
            exchange -> Reply.of(404, "text/plain; charset=utf-8", "404 page not found\n")));
  }

  private void status(StatusApi status) {
    get("status/buildinfo", "Versions.", status::build);
    get("status/runtimeinfo", "The process.", status::runtime);
    get("status/config", "What is scraped, as Prometheus's configuration.", status::config);
    get("status/flags", "Limits, by the names of Prometheus's flags.", status::flags);
    get("status/tsdb", "The heaviest metrics and labels; ?limit=", status::storage);
    get("status/walreplay", "The log is always read before the port opens.", status::replay);
  }

  private void get(String path, String doc, Function<Params, Reply> handler) {
    routes.add(
        Route.get(BASE + path, doc, exchange -> answer(() -> handler.apply(params(exchange)))));
  }

  private void both(String path, String doc, Function<Params, Reply> handler) {
    get(path, doc, handler);
    routes.add(
        Route.post(BASE + path, doc, exchange -> answer(() -> handler.apply(params(exchange)))));
  }

  private Params params(jigi.present.api.http.Exchange exchange) {
    return new Params(exchange, sources.process().systems().get());
  }

  private static Reply answer(java.util.function.Supplier<Reply> work) {
    try {
      return work.get();
    } catch (Refusal e) {
      return e.reply();
    } catch (PromQlException e) {
      return Refusal.of(e, "query").reply();
    }
  }
}
