package jigi.metrics.storage;

import java.util.List;
import java.util.SortedSet;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;

/**
 * What a query engine reads from and a collector writes to. Times are milliseconds since the Unix
 * epoch, ranges are closed at both ends. Implementations are thread-safe.
 */
public interface SampleStorage extends AutoCloseable {
  /**
   * The series that match all matchers and have a sample in the range, sorted by labels.
   *
   * @param matchers at least one of which does not match the empty string
   */
  List<Series> select(List<Matcher> matchers, long fromMs, long toMs);

  /** Names of labels in use by series that match; all series when there are no matchers. */
  SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs);

  SortedSet<String> labelValues(String name, List<Matcher> matchers, long fromMs, long toMs);

  /** Label sets of the series that match, sorted. */
  List<Labels> series(List<Matcher> matchers, long fromMs, long toMs);

  /** A batch to fill and commit; not thread-safe itself, any number may be open at once. */
  Appender appender();

  /**
   * Deletes every sample that is there now, of the series that match all matchers, in a range of
   * time. It does not come back, whatever becomes of the process afterwards; what is appended later
   * is not touched, even in that range.
   *
   * @param matchers at least one of which does not match the empty string
   * @throws java.io.UncheckedIOException if it could not be written down; nothing is deleted then
   */
  void delete(List<Matcher> matchers, long fromMs, long toMs);

  /** Gives back the room of deleted samples at once instead of with the next merges. */
  void cleanTombstones();

  @Override
  void close();
}
