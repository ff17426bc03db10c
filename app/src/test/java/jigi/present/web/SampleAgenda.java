package jigi.present.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.present.api.view.Agenda;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;

/** What recurs, for pages to be looked at. */
final class SampleAgenda implements Desk.Agendas {
  private static final Instant NINE = Instant.parse("2026-11-20T00:00:00Z");

  @Override
  public List<Agenda.Item> list(Scope scope) {
    return List.of(
        new Agenda.Item(
            "shop",
            "checklist",
            "daily",
            "일일 점검",
            "daily 09:00",
            NINE.plusSeconds(86_400),
            occasion(NINE, "started")));
  }

  private static Agenda.Occasion occasion(Instant at, String outcome) {
    return new Agenda.Occasion(
        "shop",
        "checklist",
        "daily",
        "일일 점검",
        at,
        outcome,
        outcome.equals("due") ? null : "r1",
        outcome.equals("due") ? null : "succeeded");
  }

  @Override
  public Agenda.Month month(Scope scope, YearMonth month, ZoneId zone) {
    List<Agenda.Day> days = new ArrayList<>();
    LocalDate first = month.atDay(1).minusDays(month.atDay(1).getDayOfWeek().getValue() - 1);
    for (int i = 0; i < 35; i++) {
      LocalDate day = first.plusDays(i);
      String outcome = i < 15 ? i == 7 ? "missed" : "started" : "due";
      Instant at = day.atTime(9, 0).atZone(zone).toInstant();
      days.add(
          new Agenda.Day(day, YearMonth.from(day).equals(month), List.of(occasion(at, outcome))));
    }
    return new Agenda.Month(month, zone.getId(), days, collisions(scope), false);
  }

  @Override
  public List<Agenda.Collision> collisions(Scope scope) {
    return List.of(new Agenda.Collision("shop", "전체 백업", "VACUUM", NINE.plusSeconds(190_000)));
  }

  @Override
  public String crontab(Scope scope) {
    return "0 9 * * * jigi checklist run shop/daily\n";
  }

  @Override
  public Map<String, String> timers(Scope scope) {
    return Map.of("jigi-shop-checklist-daily.timer", "[Timer]\n");
  }
}
