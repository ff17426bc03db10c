package jigi.detect.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.base.kernel.Troubles;
import jigi.detect.probe.Sample;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.SeriesRef;

/**
 * The one door to the metric store. Queries run on a few platform threads, so that heavy ones
 * neither hold the carriers of virtual threads nor crowd each other out.
 */
public final class Metrics implements AutoCloseable {
  private static final String SERIES_LIMIT = "metric.series-limit";
  private static final int QUIET_TURNS = 8;

  private final MetricStore store;
  private final Troubles troubles;
  private final ExecutorService queries;
  private final AtomicInteger quietTurns = new AtomicInteger();

  /** One value of one series; the time is milliseconds since the Unix epoch. */
  record Point(Labels labels, long atMs, double value) {}

  /**
   * @param store is closed with this
   * @param threads how many queries run at a time
   */
  public Metrics(MetricStore store, Troubles troubles, int threads) {
    this.store = store;
    this.troubles = troubles;
    this.queries =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("query-", 0).daemon().factory());
  }

  public MetricStore store() {
    return store;
  }

  /**
   * The value of an expression at an instant. Callable from virtual threads.
   *
   * @throws jigi.metrics.promql.PromQlException when the data allow no answer or a limit is reached
   */
  public QueryResult query(Expr expr, Instant at) throws InterruptedException {
    return query(expr, at, QueryOptions.DEFAULT);
  }

  /**
   * The value of an expression at an instant, within other limits than ours.
   *
   * @throws jigi.metrics.promql.PromQlException when the data allow no answer or a limit is reached
   */
  public QueryResult query(Expr expr, Instant at, QueryOptions options)
      throws InterruptedException {
    return call(
        cancelled ->
            store.query(expr, at.toEpochMilli(), options.withCancellation(cancelled::get)));
  }

  /**
   * The values of an expression from start to end.
   *
   * @param step positive
   * @throws jigi.metrics.promql.PromQlException when the data allow no answer or a limit is reached
   */
  public QueryResult.Matrix queryRange(
      Expr expr, Instant start, Instant end, Duration step, QueryOptions options)
      throws InterruptedException {
    return call(
        cancelled ->
            store.queryRange(
                expr,
                start.toEpochMilli(),
                end.toEpochMilli(),
                step.toMillis(),
                options.withCancellation(cancelled::get)));
  }

  /** Stores a batch. A series that is refused for want of room becomes a standing trouble. */
  void write(Collection<Point> points) {
    Appender appender = store.appender();
    boolean limited = false;
    for (Point point : points) {
      Appender.Outcome outcome = appender.append(point.labels(), point.atMs(), point.value());
      switch (outcome) {
        case ACCEPTED, DUPLICATE -> {}
        case CONFLICT, TOO_OLD -> {}
        case SERIES_LIMIT -> limited = true;
      }
    }
    appender.commit();
    if (limited) {
      seriesLimitReached();
    }
  }

  /**
   * Stores a batch of the same series as last time, all at one instant, without looking them up.
   *
   * @param known what the last call gave; of another length when there was none
   * @return references of the series, or fewer when one was refused
   */
  SeriesRef[] write(SeriesRef[] known, List<Sample> samples, long atMs) {
    Appender appender = store.appender();
    SeriesRef[] references = known.length == samples.size() ? known : references(appender, samples);
    boolean limited = references.length < samples.size();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      Appender.Outcome outcome =
          limited
              ? appender.append(sample.labels(), atMs, sample.value())
              : appender.append(references[i], atMs, sample.value());
      limited |= outcome == Appender.Outcome.SERIES_LIMIT;
    }
    appender.commit();
    if (limited) {
      seriesLimitReached();
    }
    return references;
  }

  private static SeriesRef[] references(Appender appender, List<Sample> samples) {
    SeriesRef[] references = new SeriesRef[samples.size()];
    for (int i = 0; i < references.length; i++) {
      SeriesRef reference = appender.reference(samples.get(i).labels());
      if (reference == null) {
        return new SeriesRef[0];
      }
      references[i] = reference;
    }
    return references;
  }

  /** Makes it a standing trouble that samples were refused for want of room. */
  public void seriesLimitReached() {
    quietTurns.set(0);
    troubles.raise(new Troubles.Trouble(SERIES_LIMIT, "metric-series-limit", Map.of()));
  }

  /** A turn of {@link Emission}: the trouble is over once nothing was refused for two minutes. */
  void turn() {
    if (quietTurns.incrementAndGet() == QUIET_TURNS) {
      troubles.clear(SERIES_LIMIT);
    }
  }

  @Override
  public void close() {
    queries.shutdownNow();
    store.close();
  }

  private interface Work<T> {
    T run(AtomicBoolean cancelled);
  }

  private <T> T call(Work<T> work) throws InterruptedException {
    AtomicBoolean cancelled = new AtomicBoolean();
    Callable<T> task = () -> work.run(cancelled);
    Future<T> future = queries.submit(task);
    try {
      return future.get();
    } catch (InterruptedException e) {
      cancelled.set(true);
      throw e;
    } catch (CancellationException e) {
      throw new IllegalStateException("the metric store is closed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a query failed", e.getCause());
    }
  }
}
