package jigi.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Engine;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.BlockStorage;
import jigi.metrics.storage.MemoryStorage;
import jigi.metrics.storage.SampleStorage;
import jigi.metrics.storage.StorageOptions;

/** A storage and a query engine in this process. */
public final class EmbeddedMetricStore implements MetricStore {
  private final SampleStorage storage;
  private final Engine engine;

  /**
   * @param storage is closed with the store
   */
  public EmbeddedMetricStore(SampleStorage storage) {
    this.storage = storage;
    this.engine = new Engine(storage);
  }

  /**
   * A store that keeps its samples in a directory, with the limits for a small host; damage that is
   * found in its files is left out and kept aside.
   *
   * @param clock {@code InstantSource.system()} outside of tests
   * @throws IOException if the directory cannot be read or written, or is in use
   */
  public static EmbeddedMetricStore open(Path directory, InstantSource clock) throws IOException {
    return new EmbeddedMetricStore(
        BlockStorage.open(directory, StorageOptions.small(), clock, event -> {}));
  }

  /** A store that forgets everything when it is closed. */
  public static EmbeddedMetricStore inMemory() {
    return new EmbeddedMetricStore(new MemoryStorage());
  }

  @Override
  public Appender appender() {
    return storage.appender();
  }

  @Override
  public QueryResult query(Expr expr, long atMs, QueryOptions options) {
    return engine.instant(expr, atMs, options);
  }

  @Override
  public QueryResult.Matrix queryRange(
      Expr expr, long startMs, long endMs, long stepMs, QueryOptions options) {
    return engine.range(expr, startMs, endMs, stepMs, options);
  }

  @Override
  public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
    return storage.labelNames(matchers, fromMs, toMs);
  }

  @Override
  public SortedSet<String> labelValues(
      String name, List<Matcher> matchers, long fromMs, long toMs) {
    return storage.labelValues(name, matchers, fromMs, toMs);
  }

  @Override
  public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
    return storage.series(matchers, fromMs, toMs);
  }

  @Override
  public void delete(List<Matcher> matchers, long fromMs, long toMs) {
    storage.delete(matchers, fromMs, toMs);
  }

  @Override
  public void cleanTombstones() {
    storage.cleanTombstones();
  }

  @Override
  public void close() {
    storage.close();
  }
}
