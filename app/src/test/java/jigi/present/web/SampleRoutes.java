package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.present.api.view.AlertDetail;
import jigi.present.api.view.IncidentCount;
import jigi.present.api.view.RouteView;
import jigi.present.api.view.SilenceRow;

/** Who is told in the sample's house, and how soon they came. */
final class SampleRoutes {
  private SampleRoutes() {}

  static AlertDetail.Telling telling(Instant now) {
    return new AlertDetail.Telling(
        new RouteView.Answer(
            List.of(route()), new RouteView.Kept("silence", "s1", "서버 이전", now.plusSeconds(6600))),
        List.of(
            new RouteView.Sent("", "team", "firing", "accepted", now.minusSeconds(60), "200 ok"),
            new RouteView.Sent(
                "김운영", "mail", "firing", "retrying", now, "127.0.0.1 did not answer")));
  }

  static List<RouteView> routes(boolean any) {
    return any ? List.of(route()) : List.of();
  }

  private static RouteView route() {
    return new RouteView(
        "shop",
        "critical",
        0,
        "severity=\"critical\"",
        List.of(
            new RouteView.Told("", "team", true),
            new RouteView.Told("김운영", "mail", true),
            new RouteView.Told("이개발", "sms", false)),
        List.of(
            new RouteView.Step(
                Duration.ofMinutes(15), List.of(new RouteView.Told("박이사", "mail", true)))),
        new RouteView.Pace(
            List.of("alertname", "host"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofHours(4),
            Duration.ofMinutes(15),
            new RouteView.Often(5, Duration.ofMinutes(30))),
        true,
        true);
  }

  static List<SilenceRow> silences(Instant now, boolean any) {
    return any ? List.of(silence(now)) : List.of();
  }

  private static SilenceRow silence(Instant now) {
    return new SilenceRow(
        "s1",
        "shop",
        "alertname=\"WebDown\", host=\"app\"",
        SilenceRow.State.ACTIVE,
        new SilenceRow.Why("서버 이전", "user:kim", now.minusSeconds(600)),
        now.minusSeconds(600),
        now.plusSeconds(6600),
        "daily 10:00, 30m",
        null);
  }

  static List<RouteView.Way> channels(boolean any) {
    if (!any) {
      return List.of();
    }
    return List.of(
        new RouteView.Way(
            "shop", "mail", "smtp", "team", null, Map.of("kim", "김운영"), List.of("박개발")),
        new RouteView.Way(
            "shop",
            "sms",
            "sms",
            null,
            new RouteView.Often(10, Duration.ofMinutes(10)),
            Map.of(),
            List.of("김운영", "박개발")));
  }

  static RouteView.Answer answer() {
    return new RouteView.Answer(List.of(route()), new RouteView.Kept("stands-on", "web", "", null));
  }

  static List<IncidentCount> months(boolean any) {
    if (!any) {
      return List.of();
    }
    return List.of(
        new IncidentCount(
            "2026-03", "shop", "P1", 3, 1, Duration.ofMinutes(4), Duration.ofMinutes(47), 2, 3),
        new IncidentCount("2026-02", "shop", "P3", 1, 0, null, null, null, null));
  }
}
