package jigi.metrics;

import java.util.List;
import java.util.SortedSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;

/**
 * Where samples go and queries are answered. All times are milliseconds since the Unix epoch,
 * ranges are closed at both ends. Implementations are thread-safe.
 */
public interface MetricStore extends AutoCloseable {
  /** A batch to fill and commit; not thread-safe itself, any number may be open at once. */
  Appender appender();

  /**
   * Evaluates an expression at one time.
   *
   * @throws jigi.metrics.promql.PromQlException if the data do not allow an answer or a limit is
   *     reached
   */
  QueryResult query(Expr expr, long atMs, QueryOptions options);

  /**
   * Evaluates an expression at every step from start to end.
   *
   * @param stepMs distance of two steps, positive
   * @throws jigi.metrics.promql.PromQlException if the data do not allow an answer or a limit is
   *     reached
   */
  QueryResult.Matrix queryRange(
      Expr expr, long startMs, long endMs, long stepMs, QueryOptions options);

  /** Names of labels in use; of all series when there are no matchers. */
  SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs);

  SortedSet<String> labelValues(String name, List<Matcher> matchers, long fromMs, long toMs);

  /** Label sets of the series that match, sorted. */
  List<Labels> series(List<Matcher> matchers, long fromMs, long toMs);

  /**
   * Deletes every sample that is there now, of the series that match all matchers, in a range of
   * time. It does not come back, whatever becomes of the process afterwards; what is appended later
   * is not touched, even in that range.
   *
   * @param matchers at least one of which does not match the empty string
   * @throws UnsupportedOperationException if the samples are another server's
   * @throws java.io.UncheckedIOException if it could not be written down; nothing is deleted then
   */
  void delete(List<Matcher> matchers, long fromMs, long toMs);

  /** Gives back the room of deleted samples at once instead of with the next merges. */
  void cleanTombstones();

  @Override
  void close();
}
