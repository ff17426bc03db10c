package jigi.present.web;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import jigi.base.kernel.Durations;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import jigi.present.api.view.LogsWanted;
import jigi.present.api.view.SystemRow;
import jigi.present.api.view.WholeLog;
import org.jspecify.annotations.Nullable;

/** Lines that log probes have kept, and whole logs as they lie there. */
final class LogPages {
  private static final String USUAL = "24h";

  /** How many lines of a whole log a page has room for. */
  private static final int SHOWN = 500;

  /** The same of each of all logs. */
  private static final int FEW = 50;

  /** Each asks every second, over SSH or of a daemon. */
  private static final int READERS = 30;

  private final Semaphore readers = new Semaphore(READERS);
  private final Painter painter;
  private final Desk desk;

  LogPages(Painter painter) {
    this.painter = painter;
    this.desk = painter.site().desk();
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/logs", "Kept lines of logs; ?q= ?system= ?component= ?within=24h", this::search),
        Route.get(
            "/logs/everywhere",
            "All whole logs, looked through; ?q= ?level= ?system= ?component= ?from= ?until=",
            this::everywhere),
        Route.get(
            "/logs/{system}/{component}/{probe}",
            "A whole log: its last lines, those with a text; ?q= ?level= ?from= ?until=",
            this::whole),
        Route.get(
            "/logs/{system}/{component}/{probe}/live",
            "Server-sent events: lines as they are written; ?q= ?level= ?from=",
            this::live));
  }

  private WholeLog.Wanted wanted(Exchange exchange) {
    String system = exchange.variable("system");
    exchange.require(system, "run");
    return new WholeLog.Wanted(
        system,
        exchange.variable("component"),
        exchange.variable("probe"),
        text(exchange, "q"),
        text(exchange, "level"),
        time(exchange),
        SHOWN,
        "");
  }

  /** What a reader typed is of the clock that the page shows. */
  private WholeLog.Time time(Exchange exchange) {
    ZoneId zone = painter.screen(exchange).zone();
    return new WholeLog.Time(
        instant(text(exchange, "from"), zone), instant(text(exchange, "until"), zone));
  }

  private static @Nullable Instant instant(String typed, ZoneId zone) {
    String found = TypedTime.find(typed, zone);
    return found == null ? null : Instant.parse(found);
  }

  /** All logs that the reader may read as a whole. */
  private Reply everywhere(Exchange exchange) {
    WholeLog.Everywhere wanted =
        new WholeLog.Everywhere(
            text(exchange, "system"),
            text(exchange, "component"),
            text(exchange, "q"),
            text(exchange, "level"),
            time(exchange),
            FEW);
    LogsEverywhereModel model =
        LogsEverywhereModel.of(
            desk.logs(), system -> exchange.visitor().may(system, "run"), wanted, typed(exchange));
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("logs-everywhere.jte", "logs", "run.css", screen.t("web.logs.everywhere"))
            .below(screen.t("web.nav.logs"), "/logs")
            .still();
    return painter.page(exchange, sheet, Map.of("m", model));
  }

  private Reply whole(Exchange exchange) {
    WholeLog.Wanted wanted = wanted(exchange);
    WholeLog.Place place =
        desk.logs().places(exchange.scope()).stream()
            .filter(each -> each.system().equals(wanted.system()))
            .filter(each -> each.component().equals(wanted.component()))
            .filter(each -> each.probe().equals(wanted.probe()))
            .findFirst()
            .orElseThrow(
                () -> Problem.notFound("log " + wanted.system() + "/" + wanted.component()));
    Screen screen = painter.screen(exchange);
    Sheet sheet =
        Sheet.of("log.jte", "logs", "run.css", wanted.component())
            .below(screen.t("web.nav.logs"), "/logs")
            .still();
    return painter.page(
        exchange,
        sheet,
        Map.of("m", WholeLogModel.of(desk.logs(), place, wanted, typed(exchange))));
  }

  private static TypedSpan typed(Exchange exchange) {
    return new TypedSpan(text(exchange, "from"), text(exchange, "until"));
  }

  private Reply live(Exchange exchange) {
    WholeLog.Wanted wanted = wanted(exchange);
    String resumed = exchange.header("last-event-id");
    String from = resumed == null ? text(exchange, "from") : resumed;
    LiveTail tail = new LiveTail(mark -> desk.logs().read(wanted.from(mark)), from);
    if (readers.availablePermits() == 0) {
      throw new Problem(
          503, "too-many-readers", READERS + " readers follow logs already", "close some pages");
    }
    return new Reply.Stream(
        "text/event-stream",
        out -> {
          readers.acquire();
          try {
            tail.write(out);
          } finally {
            readers.release();
          }
        });
  }

  private Reply search(Exchange exchange) {
    String given = text(exchange, "within");
    LogsModel.Filter filter =
        new LogsModel.Filter(
            text(exchange, "system"),
            text(exchange, "component"),
            text(exchange, "q"),
            LogsModel.WINDOWS.contains(given) ? given : USUAL);
    LogsWanted wanted =
        new LogsWanted(
            orNull(filter.system()),
            orNull(filter.component()),
            filter.words(),
            Objects.requireNonNull(Durations.parse(filter.within())));
    LogsModel model =
        new LogsModel(
            desk.logs().find(exchange.scope(), wanted),
            filter,
            desk.systems().list(exchange.scope()).stream().map(SystemRow::system).toList(),
            desk.logs().places(system -> exchange.visitor().may(system, "run")));
    String title = painter.screen(exchange).t("web.nav.logs");
    return painter.page(
        exchange, Sheet.of("logs.jte", "logs", "service.css", title), Map.of("m", model));
  }

  private static String text(Exchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.find(name), "").strip();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
