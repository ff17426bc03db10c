package jigi.present.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jigi.base.journal.Event;
import jigi.present.api.http.Answerer;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Front;
import jigi.present.api.http.Gate;
import jigi.present.api.http.Hosts;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Routes;

/** Jigi's HTTP: the pages and the API, behind one front. */
public final class WebFront implements Answerer, AutoCloseable {
  private final Routes routes;
  private final LivePages live = new LivePages();
  private final Front front;

  /**
   * @param hosts names under which Jigi may be addressed, beside the loopback ones
   * @param api the routes of {@code present.api}
   */
  public WebFront(Site site, Gate gate, Set<String> hosts, List<Route> api) {
    Assets assets = new Assets();
    Painter painter = new Painter(site, assets);
    List<Route> all = new ArrayList<>(api);
    all.addAll(pages(painter, gate));
    all.addAll(live.routes());
    all.add(Route.open("GET", "/assets/{tag}/{name}", "Styles and scripts.", assets::serve));
    this.routes = new Routes(all);
    this.front = new Front(routes, gate, new Hosts(hosts), painter);
  }

  @Override
  public Reply answer(Exchange exchange) {
    return front.answer(exchange);
  }

  /** Everything that can be asked, in the order in which it is matched. */
  public Routes routes() {
    return routes;
  }

  /** Tells open pages that something happened; for {@code Journal.listen}. */
  public void on(Event event) {
    live.on(event);
  }

  @Override
  public void close() {
    live.close();
  }

  private static List<Route> pages(Painter painter, Gate gate) {
    List<Route> all = new ArrayList<>();
    all.addAll(new DoorPages(painter, gate).routes());
    all.addAll(new NowPages(painter).routes());
    all.addAll(new ServicePages(painter).routes());
    all.addAll(new TargetPages(painter).routes());
    all.addAll(new AlertPages(painter).routes());
    all.addAll(new SilencePages(painter).routes());
    all.addAll(new OnCallPages(painter).routes());
    all.addAll(new RoutePages(painter).routes());
    all.addAll(new RulePages(painter).routes());
    all.addAll(new QueryPages(painter).routes());
    all.addAll(new IncidentPages(painter).routes());
    all.addAll(new StatusPages(painter).routes());
    all.addAll(new RunPages(painter).routes());
    all.addAll(new RunbookPages(painter).routes());
    all.addAll(new ChecklistPages(painter).routes());
    all.addAll(new BackupPages(painter).routes());
    all.addAll(new DeployPages(painter).routes());
    all.addAll(new ReportPages(painter).routes());
    all.addAll(new ManualPages(painter).routes());
    all.addAll(new DiscoveryPages(painter).routes());
    all.addAll(new JournalPages(painter).routes());
    all.addAll(new LogPages(painter).routes());
    all.addAll(new SettingsPages(painter).routes());
    all.addAll(new ConnectionPages(painter).routes());
    all.addAll(new PeoplePages(painter).routes());
    all.addAll(new FindPages(painter).routes());
    return all;
  }
}
