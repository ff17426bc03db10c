package jigi.present.api.rooms;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jigi.base.kernel.Status;
import jigi.detect.metric.scrape.Scraping;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.scrape.ScrapeTarget;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import jigi.present.api.view.TargetsView;
import jigi.present.api.view.TargetsWanted;

/** What is scraped: the jobs' targets, and what probes scrape. */
final class TargetRoom implements Desk.Targets {
  private static final Comparator<TargetsView.Row> ORDER =
      Comparator.comparing(TargetsView.Row::status)
          .reversed()
          .thenComparing(TargetsView.Row::system)
          .thenComparing(TargetsView.Row::pool)
          .thenComparing(TargetsView.Row::url);

  private final Scraping scraping;
  private final Supplier<List<ProbeView>> probes;

  TargetRoom(Scraping scraping, Supplier<List<ProbeView>> probes) {
    this.scraping = scraping;
    this.probes = probes;
  }

  @Override
  public TargetsView find(Scope scope, TargetsWanted wanted) {
    List<TargetsView.Row> all =
        Stream.concat(
                scraping.targets().stream().map(TargetRoom::row),
                probes.get().stream().flatMap(TargetRoom::row))
            .filter(row -> scope.sees(row.system()))
            .sorted(ORDER)
            .toList();
    List<TargetsView.Dropped> dropped =
        scraping.dropped().stream()
            .filter(each -> scope.sees(each.system()))
            .map(TargetRoom::row)
            .toList();
    int count =
        scraping.droppedCounts().entrySet().stream()
            .filter(each -> scope.sees(each.getKey()))
            .flatMap(each -> each.getValue().values().stream())
            .mapToInt(Integer::intValue)
            .sum();
    int bad = (int) all.stream().filter(row -> row.status() != Status.OK).count();
    return new TargetsView(
        all.stream().filter(wanted::lets).toList(),
        dropped.stream().filter(wanted::lets).toList(),
        new TargetsView.Counts(all.size(), bad, count));
  }

  private static TargetsView.Row row(Scraping.TargetView target) {
    Scraping.Scraped last = target.last();
    return new TargetsView.Row(
        target.system(),
        target.pool(),
        null,
        target.url(),
        target.status(),
        target.labels(),
        target.discovered(),
        last == null ? null : last.at(),
        last == null ? null : last.took(),
        target.pace().interval(),
        target.pace().timeout(),
        last == null ? "" : last.error());
  }

  private static TargetsView.Dropped row(Scraping.DroppedView dropped) {
    return new TargetsView.Dropped(
        dropped.system(), dropped.pool(), dropped.discovered(), dropped.why());
  }

  /** Nothing when the probe scrapes nothing. */
  private static Stream<TargetsView.Row> row(ProbeView view) {
    if (!(view.probe().spec().check() instanceof ScrapeTarget target)) {
      return Stream.empty();
    }
    ProbeKey key = view.probe().key();
    ProbeResult last = view.last();
    Map<String, String> labels =
        new TreeMap<>(
            Map.of("job", target.job(key), "instance", target.instance(), "system", key.system()));
    return Stream.of(
        new TargetsView.Row(
            key.system(),
            key.component() + "/" + key.probe(),
            key.component(),
            target.url().toString(),
            view.status(),
            labels,
            Map.of(),
            last == null ? null : last.started(),
            last == null ? null : last.duration(),
            view.probe().spec().pace().every(),
            view.probe().spec().pace().timeout(),
            last == null || last.status() == Status.OK ? "" : last.evidence()));
  }
}
