package jigi;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import jigi.base.config.Problem;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.store.Node;
import jigi.detect.discovery.Discoveries;
import jigi.detect.inventory.Inventory;
import jigi.detect.metric.MetricEvents;
import jigi.detect.metric.Metrics;
import jigi.detect.probe.ProbeView;
import jigi.metrics.MetricStore;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.operate.checklist.Sheet;
import jigi.present.api.Api;
import jigi.present.api.DemoApi;
import jigi.present.api.HeartbeatApi;
import jigi.present.api.HostApi;
import jigi.present.api.LogApi;
import jigi.present.api.MetricQueries;
import jigi.present.api.OutsideApi;
import jigi.present.api.PeopleApi;
import jigi.present.api.SecretApi;
import jigi.present.api.http.AccessGate;
import jigi.present.api.http.Answerer;
import jigi.present.api.http.OpenPort;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;
import jigi.present.api.prometheus.PrometheusApi;
import jigi.present.api.prometheus.Sources;
import jigi.present.api.rooms.HeartbeatRoom;
import jigi.present.api.rooms.Rooms;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Mail;
import jigi.present.api.view.SettingsView.Entry;
import jigi.present.web.Site;
import jigi.present.web.WebFront;
import org.jspecify.annotations.Nullable;

/** What shows: the pages and the API on the house's port. */
final class PresentRooms implements AutoCloseable {
  private final WebFront front;
  private final @Nullable OpenPort prometheus;

  /**
   * @param mails of the demo's mailbox; null when there is none
   * @param unready why the house takes on no work; empty when it does
   */
  PresentRooms(
      Options options,
      Messages messages,
      Inside inside,
      @Nullable Supplier<List<Mail>> mails,
      Supplier<String> unready) {
    MetricQueries queries = queries(inside.detect().metrics);
    Desk desk = rooms(options, messages, inside, queries, mails, unready).desk();
    BaseRooms base = inside.base();
    Site site =
        new Site(
            desk, messages, base.timeline, base.troubles, defaults(inside.detect()), version());
    front =
        new WebFront(
            site,
            new AccessGate(base.access),
            Set.of(),
            Api.routes(desk, others(options, inside, queries), version()));
    prometheus = prometheus(options, inside, queries);
    base.journal.listen("web", front::on);
  }

  Answerer front() {
    return front;
  }

  private static @Nullable OpenPort prometheus(
      Options options, Inside inside, MetricQueries queries) {
    Options.PrometheusPort at = options.prometheus();
    if (at == null) {
      return null;
    }
    Visitor reader =
        new Visitor(
            "prometheus-listen",
            "prometheus-listen",
            "",
            (system, verb) -> verb.equals("view"),
            (system, role) -> false,
            null);
    return new OpenPort(
        at.bind(),
        at.port(),
        PrometheusApi.readingRoutes(sources(options, inside, queries)),
        reader,
        inside.base().timeline);
  }

  /** The rooms behind the pages. */
  record Inside(BaseRooms base, DetectRooms detect, OperateRooms operate) {}

  /** What only the launcher can offer. */
  private static List<Route> others(Options options, Inside inside, MetricQueries queries) {
    BaseRooms base = inside.base();
    List<Route> all = new ArrayList<>(PrometheusApi.routes(sources(options, inside, queries)));
    String url = "http://" + options.bind() + ":" + options.port();
    all.addAll(new PeopleApi(base.access, url).routes());
    all.addAll(new SecretApi(base.vault).routes());
    all.addAll(new LogApi(inside.detect().logs, base.timeline, lastCheck(inside)).routes());
    all.addAll(
        new OutsideApi(
                inside.detect().alerts::take,
                system -> inside.detect().components.systems().containsKey(system),
                inside.operate().acknowledgements,
                base.timeline)
            .routes());
    all.addAll(new HeartbeatApi(inside.detect().heartbeats, heartbeats(inside)).routes());
    all.addAll(new HostApi(base.hosts).routes());
    all.addAll(new DemoApi(new Demo(base, options)).routes());
    return all;
  }

  private static HeartbeatRoom heartbeats(Inside inside) {
    return new HeartbeatRoom(inside.detect().heartbeats, inside.detect().probes);
  }

  private static LogApi.LastCheck lastCheck(Inside inside) {
    return (system, checklist) ->
        inside.operate().checklists.history(system, checklist, 1).stream()
            .findFirst()
            .map(Sheet::started)
            .orElse(null);
  }

  static String version() {
    String version = PresentRooms.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Rooms rooms(
      Options options,
      Messages messages,
      Inside inside,
      MetricQueries queries,
      @Nullable Supplier<List<Mail>> mails,
      Supplier<String> unready) {
    BaseRooms base = inside.base();
    DetectRooms detect = inside.detect();
    OperateRooms operate = inside.operate();
    return new Rooms(
        new Rooms.Base(
            base.timeline,
            base.journal,
            base.manuals,
            base.editor,
            operate.runEngine,
            operate.runs,
            base.scheduler,
            base.access,
            base.connectionTests),
        new Rooms.Detect(
            detect.components,
            detect.probes,
            queries,
            detect.conditions,
            detect.alerts,
            discoveries(options, inside),
            detect.scraping,
            detect.logs,
            detect.wholeLogs,
            heartbeats(inside)),
        new Rooms.Operate(
            operate.incidents.incidents,
            operate.incidents.handling,
            operate.incidents.publishing,
            operate.incidents.notices,
            operate.runbooks,
            operate.checklists,
            operate.backups,
            operate.deployments,
            operate.reports.reports,
            operate.reports.days,
            operate.notify),
        new Rooms.Process(
            messages,
            () -> settings(options, base),
            new SelfMetrics(version(), detect.home.stats())::text,
            unready,
            system -> base.manuals.check(system).stream().map(Problem::toString).toList(),
            House.environment("http://" + options.bind() + ":" + options.port(), options.data()),
            mails));
  }

  private static Discoveries discoveries(Options options, Inside inside) {
    BaseRooms base = inside.base();
    return new Discoveries(
        base.hosts,
        base.connections.named(),
        base.network,
        () -> inside.detect().probes.views().stream().map(ProbeView::probe).toList(),
        base.timeline,
        options.data().resolve("drafts"));
  }

  private static List<Entry> settings(Options options, BaseRooms base) {
    List<Entry> all = new ArrayList<>(process(options, base));
    for (Node node : base.stores.nodes()) {
      String state = node.leads() ? "leads" : node.lives() ? "stands by" : "silent";
      all.add(new Entry("nodes." + node.name(), state + ", " + node.address(), ""));
    }
    return all;
  }

  private static List<Entry> process(Options options, BaseRooms base) {
    return List.of(
        new Entry("data", options.data().toAbsolutePath().toString(), ""),
        new Entry("listen", options.bind() + ":" + options.port(), ""),
        new Entry(
            "prometheus-listen",
            options.prometheus() == null ? "" : String.valueOf(options.prometheus()),
            ""),
        new Entry("node", base.stores.node(), ""),
        new Entry("store", base.stores.description(), ""),
        new Entry("rehearsal", String.valueOf(options.rehearsal()), ""),
        new Entry("stand-ins", String.valueOf(options.standIns()), ""));
  }

  private static Site.Defaults defaults(DetectRooms detect) {
    return detect.components.systems().values().stream()
        .findFirst()
        .map(PresentRooms::defaults)
        .orElse(new Site.Defaults(Language.KO, ZoneId.of("Asia/Seoul")));
  }

  private static Site.Defaults defaults(Inventory inventory) {
    return new Site.Defaults(inventory.profile().language(), inventory.profile().zone());
  }

  private static Sources sources(Options options, Inside inside, MetricQueries queries) {
    DetectRooms detect = inside.detect();
    return new Sources(
        queries,
        new Sources.Watched(
            () -> detect.alerts.rules(null),
            () -> detect.alerts.active(null),
            detect.probes::views,
            detect.families,
            detect.scraping),
        new Sources.Process(
            version(),
            () -> detect.components.systems().keySet(),
            detect.home.stats(),
            MetricHome.STORAGE,
            detect.metrics::seriesLimitReached,
            options.data(),
            inside.base().timeline.instant()),
        new MetricEvents(inside.base().journal::append));
  }

  private static MetricQueries queries(Metrics metrics) {
    return new MetricQueries() {
      @Override
      public QueryResult query(Expr expr, Instant at, QueryOptions options)
          throws InterruptedException {
        return metrics.query(expr, at, options);
      }

      @Override
      public QueryResult.Matrix queryRange(
          Expr expr, Instant start, Instant end, Duration step, QueryOptions options)
          throws InterruptedException {
        return metrics.queryRange(expr, start, end, step, options);
      }

      @Override
      public MetricStore store() {
        return metrics.store();
      }
    };
  }

  @Override
  public void close() {
    if (prometheus != null) {
      prometheus.close();
    }
    front.close();
  }
}
