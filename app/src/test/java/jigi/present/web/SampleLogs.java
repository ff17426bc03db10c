package jigi.present.web;

import static jigi.present.web.Samples.ago;

import java.util.List;
import jigi.present.api.view.AccessView;
import jigi.present.api.view.LogRow;

/** What sample log probes have kept. */
final class SampleLogs {
  private SampleLogs() {}

  static List<LogRow> rows() {
    return List.of(
        new LogRow(
            "shop", "web", "login-failed", "login of <kim> failed from 203.0.113.9", 1, ago(40)),
        new LogRow("shop", "web", "error", "ERROR order 4711 failed: <timeout>", 12, ago(90)),
        new LogRow("machine", "host", "fatal", "FATAL " + "x".repeat(400), 1, ago(4000)));
  }

  static AccessView access() {
    return new AccessView(
        18_204,
        List.of(
            new AccessView.Part(
                "statuses",
                List.of(
                    new AccessView.Row("200", 17_900, 0.9833, 0.021),
                    new AccessView.Row("502", 304, 0.0167, 1.2))),
            new AccessView.Part(
                "slowest",
                List.of(
                    new AccessView.Row("/api/orders/search/with/a/long/path", 41, 0.0023, 2.31),
                    new AccessView.Row("/api/orders", 910, 0.05, 0.48))),
            new AccessView.Part(
                "clients", List.of(new AccessView.Row("203.0.113.9", 12_000, 0.659, 0.03)))));
  }
}
