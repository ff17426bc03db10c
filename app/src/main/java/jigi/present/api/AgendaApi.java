package jigi.present.api;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Desk;
import org.jspecify.annotations.Nullable;

/** What recurs. */
public final class AgendaApi {
  private final Desk desk;

  AgendaApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/schedule",
            "What recurs, with its next and its last occasion, and what gets into whose way.",
            this::list),
        Route.get(
            "/api/v1/calendar",
            "A month day by day: what was done, missed, and is due; ?month= (2026-11) ?zone=",
            this::month),
        Route.get(
            "/api/v1/schedule/export",
            "For those who do without Jigi's own: ?format=cron or systemd.",
            this::export));
  }

  private Reply list(Exchange exchange) {
    return Api.one(
        Map.of(
            "schedule",
            desk.agenda().list(exchange.scope()),
            "collisions",
            desk.agenda().collisions(exchange.scope())));
  }

  private Reply month(Exchange exchange) {
    ZoneId zone = zone(desk, exchange, exchange.find("zone"));
    YearMonth month = month(exchange.find("month"), exchange, zone);
    return Api.one(desk.agenda().month(exchange.scope(), month, zone));
  }

  /**
   * The month that was asked for, else the present one.
   *
   * @throws Problem 400 when it is none
   */
  public static YearMonth month(@Nullable String text, Exchange exchange, ZoneId zone) {
    try {
      return text == null ? YearMonth.from(exchange.now().atZone(zone)) : YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw Problem.bad("bad-month", "'" + text + "' is no month", "write it like 2026-11");
    }
  }

  /**
   * The zone that was asked for, else that of the first system.
   *
   * @throws Problem 400 when it is none
   */
  public static ZoneId zone(Desk desk, Exchange exchange, @Nullable String text) {
    try {
      String first =
          desk.house().zones(exchange.scope()).values().stream().findFirst().orElse("UTC");
      return ZoneId.of(text == null ? first : text);
    } catch (DateTimeException e) {
      throw Problem.bad("bad-zone", "'" + text + "' is no time zone", "write it like Asia/Seoul");
    }
  }

  private Reply export(Exchange exchange) {
    String format = new Ask(exchange).find("format", "cron");
    return switch (format) {
      case "cron" -> Reply.text(desk.agenda().crontab(exchange.scope()));
      case "systemd" -> Api.one(Map.of("files", desk.agenda().timers(exchange.scope())));
      default ->
          throw Problem.bad("bad-format", "'" + format + "' is no format", "cron or systemd");
    };
  }
}
