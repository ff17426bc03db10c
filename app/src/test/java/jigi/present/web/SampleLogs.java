package jigi.present.web;

import static jigi.present.web.Samples.ago;

import java.util.List;
import jigi.present.api.view.AccessView;
import jigi.present.api.view.LogRow;
import jigi.present.api.view.Scope;
import jigi.present.api.view.WholeLog;

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

  static List<WholeLog.Place> places() {
    return List.of(
        new WholeLog.Place("shop", "web", "log", "/var/log/shop/<web>.log", "app"),
        new WholeLog.Place("machine", "host", "log", "engine: shop_web", null));
  }

  static WholeLog whole(WholeLog.Wanted wanted) {
    List<String> all =
        List.of("INFO started <script>alert(1)</script>", "ERROR order 4711 failed: <timeout>");
    return new WholeLog(
        all.stream().filter(line -> line.contains(wanted.text())).toList(),
        "f~1~80~~0~false",
        16L << 20,
        3L << 30,
        false,
        wanted.after().isEmpty() ? 0 : 4,
        List.of("<web>.log.1"),
        List.of("<web>.log.2.xz"),
        3);
  }

  static List<WholeLog.Part> everywhere(Scope scope, WholeLog.Everywhere wanted) {
    WholeLog.Wanted one =
        new WholeLog.Wanted(
            "shop", "web", "log", wanted.text(), wanted.level(), wanted.time(), 20, "");
    return places().stream()
        .filter(place -> scope.sees(place.system()))
        .map(
            place ->
                place.system().equals("shop")
                    ? new WholeLog.Part(place, whole(one), null)
                    : new WholeLog.Part(place, null, "there is no container shop_web"))
        .toList();
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
