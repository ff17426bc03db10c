package jigi.detect.metric.scrape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.detect.metric.Metrics;
import jigi.detect.probe.TestManuals;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.promql.PromQl;
import jigi.metrics.promql.QueryResult;

/** Scraping as in the house, on a timeline that the test moves. */
public final class Scene implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final Timeline timeline = Timeline.standing(START);
  final Troubles troubles = new Troubles();
  final Network network = new Network();
  final Exec exec;
  final Metrics metrics = new Metrics(EmbeddedMetricStore.inMemory(), troubles, 2);
  final ScrapePart part = new ScrapePart();
  public final Scraping scraping;
  private final Path folder;

  public Scene(Path folder) {
    this.folder = folder;
    exec = new Exec(folder.resolve("attempts"));
    scraping =
        new Scraping(
            new Scraping.Means(timeline, metrics, troubles, Environment::get),
            part,
            network,
            TestManuals.tools(network, exec).connections());
  }

  /** Takes a {@code prometheus.yml} into force. */
  public void activate(String yaml) throws IOException {
    Files.writeString(folder.resolve("prometheus.yml"), yaml);
    Map<String, String> files = Map.of("jigi.yaml", "system: shop\n", "prometheus.yml", yaml);
    ManualReader.Result read =
        new ManualReader(List.of(part), Environment::get)
            .read(new ManualSource(folder, new TreeMap<>(files)));
    Manual manual = read.manual();
    if (manual == null) {
      throw new AssertionError(read.problems());
    }
    scraping.activate(List.of(manual));
  }

  public void pass(Duration time) throws InterruptedException {
    timeline.advance(time);
  }

  /** The instant vector now, by series. */
  Map<String, Double> query(String promql) throws InterruptedException {
    Map<String, Double> found = new TreeMap<>();
    QueryResult result = metrics.query(PromQl.parse(promql), timeline.instant());
    for (QueryResult.Sample sample : ((QueryResult.Vector) result).samples()) {
      found.put(sample.labels().toString(), sample.value());
    }
    return found;
  }

  @Override
  public void close() {
    scraping.close();
    metrics.close();
    network.close();
    exec.close();
    timeline.close();
  }
}
