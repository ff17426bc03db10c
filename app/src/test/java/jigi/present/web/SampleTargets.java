package jigi.present.web;

import static jigi.present.web.Samples.ago;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import jigi.present.api.view.TargetsView;
import jigi.present.api.view.TargetsWanted;

/** What sample jobs scrape: one up, one down, one that was just found, one dropped. */
final class SampleTargets implements Desk.Targets {
  private final SampleDesk desk;

  SampleTargets(SampleDesk desk) {
    this.desk = desk;
  }

  @Override
  public TargetsView find(Scope scope, TargetsWanted wanted) {
    if (desk.empty || !scope.sees("shop")) {
      return new TargetsView(List.of(), List.of(), new TargetsView.Counts(0, 0, 0));
    }
    List<TargetsView.Row> rows =
        List.of(
            row(
                Status.FAIL,
                "http://10.0.0.6:9100/metrics",
                "received status 503, expected 200 <script>"),
            row(Status.UNKNOWN, "http://10.0.0.7:9100/a/long/path/metrics?format=text", ""),
            row(Status.OK, "http://10.0.0.5:9100/metrics", ""));
    List<TargetsView.Dropped> dropped =
        List.of(
            new TargetsView.Dropped(
                "shop", "node", Map.of("__address__", "10.0.0.9:9100", "rack", "<b>"), ""));
    return new TargetsView(
        rows.stream().filter(wanted::lets).toList(),
        dropped.stream().filter(wanted::lets).toList(),
        new TargetsView.Counts(3, 2, 1));
  }

  private static TargetsView.Row row(Status status, String url, String error) {
    boolean seen = status != Status.UNKNOWN;
    String address = url.replaceFirst("http://([^/]+)/.*", "$1");
    return new TargetsView.Row(
        "shop",
        "node",
        null,
        url,
        status,
        Map.of("job", "node", "instance", address, "system", "shop"),
        Map.of("__address__", address, "__meta_filepath", "targets/node-<1>.yml"),
        seen ? ago(8) : null,
        seen ? Duration.ofMillis(31) : null,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        error);
  }
}
