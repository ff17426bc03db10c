package jigi.detect.metric.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import jigi.base.kernel.Troubles;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.testing.Until;

/**
 * The samples of a real server, each of which is asked for only when the server has it: a story on
 * a timeline that is moved must not depend on how fast a machine delivers.
 */
public final class SeenAtOnce implements MetricStore {
  private final MetricServer server;
  private final RemoteMetricStore store;

  /** Starts a server of the kind, whose files lie below a folder. */
  public SeenAtOnce(MetricServer.Kind kind, Path folder) throws IOException, InterruptedException {
    server = new MetricServer(kind, folder.resolve("server"));
    server.start();
    store =
        new RemoteMetricStore(
            RemoteSettings.of(server.url(), null, null), folder.resolve("queue"), new Troubles());
  }

  private void delivered() {
    Until.so("delivered", store::isDelivered, () -> store.waiting() + " bytes on disk");
    server.flush();
  }

  @Override
  public Appender appender() {
    return store.appender();
  }

  @Override
  public QueryResult query(Expr expr, long atMs, QueryOptions options) {
    delivered();
    return store.query(expr, atMs, options);
  }

  @Override
  public QueryResult.Matrix queryRange(
      Expr expr, long startMs, long endMs, long stepMs, QueryOptions options) {
    delivered();
    return store.queryRange(expr, startMs, endMs, stepMs, options);
  }

  @Override
  public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
    delivered();
    return store.labelNames(matchers, fromMs, toMs);
  }

  @Override
  public SortedSet<String> labelValues(
      String name, List<Matcher> matchers, long fromMs, long toMs) {
    delivered();
    return store.labelValues(name, matchers, fromMs, toMs);
  }

  @Override
  public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
    delivered();
    return store.series(matchers, fromMs, toMs);
  }

  @Override
  public void delete(List<Matcher> matchers, long fromMs, long toMs) {
    store.delete(matchers, fromMs, toMs);
  }

  @Override
  public void cleanTombstones() {
    store.cleanTombstones();
  }

  @Override
  public void close() {
    store.close();
    try {
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
