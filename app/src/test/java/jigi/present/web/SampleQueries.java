package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.Duration;
import java.util.List;
import jigi.present.api.view.*;

/** Answers every question alike, and none with a brace. */
final class SampleQueries implements Desk.Queries {
  @Override
  public QueryAnswer ask(Scope scope, String expr, Duration span) {
    if (expr.contains("{")) {
      return new QueryAnswer(
          ago(3600), NOW, List.of(), 0, new QueryAnswer.Fault("1:3: parse error", 2, 3));
    }
    List<Chart.Point> points = List.of(new Chart.Point(ago(60), 1), new Chart.Point(NOW, 0));
    return new QueryAnswer(
        ago(3600), NOW, List.of(new QueryAnswer.Series("up", 0.0, points)), 1, null);
  }
}
