package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.present.api.view.*;
import org.jspecify.annotations.Nullable;

/** One rule that fires. */
record SampleRules(SampleDesk desk) implements Desk.Rules {
  @Override
  public List<RuleRow> list(Scope scope) {
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(rule());
  }

  @Override
  public @Nullable RuleDetail get(String key, boolean replay) {
    return !key.equals("shop/web/WebDown")
        ? null
        : new RuleDetail(
            rule(),
            Duration.ofSeconds(5),
            Map.of("summary", "웹이 응답하지 않습니다"),
            List.of(alert()),
            List.of(runbook()),
            new RuleDetail.Route(
                List.of("kim"),
                List.of("mail"),
                List.of(
                    new RuleDetail.Route.Step(Duration.ofMinutes(15), List.of("cto")),
                    new RuleDetail.Route.Step(Duration.ofMinutes(30), List.of("on-call:primary")))),
            replay
                ? new RuleDetail.Replay(
                    Duration.ofDays(7),
                    Duration.ofDays(3),
                    Duration.ofMinutes(2),
                    List.of(ago(1080), ago(90000), ago(180000)),
                    null)
                : null,
            new Chart(
                "WebDown",
                "",
                ago(21600),
                ago(0),
                List.of(new Chart.Point(ago(7200), 1), new Chart.Point(ago(0), 0)),
                "",
                List.of(new ComponentFacts.Limit("WebDown", 0))));
  }

  private RuleRow rule() {
    return new RuleRow(
        "shop/web/WebDown",
        "shop",
        "web",
        "WebDown",
        true,
        "probe_success{component=\"web\"} == 0",
        Duration.ofSeconds(10),
        "critical",
        "firing",
        "rules/shop.yaml:12:3",
        ago(3),
        null);
  }
}
