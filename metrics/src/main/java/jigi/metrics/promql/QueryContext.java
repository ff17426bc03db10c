package jigi.metrics.promql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jigi.metrics.model.Matcher;
import jigi.metrics.model.Series;
import jigi.metrics.promql.PromQlException.Kind;
import jigi.metrics.storage.SampleStorage;

/** What all parts of one query share: where the samples are, what was used, what to remark. */
final class QueryContext {
  private static final int CHECK_EVERY = 64;

  final QueryOptions options;
  final Annotations annotations = new Annotations();
  final long lookbackMs;

  /** The steps of the whole query, which {@code start()}, {@code step()} and others speak of. */
  final Steps query;

  final boolean instant;
  private final long rangeMs;
  private final SampleStorage storage;
  private final long startedNanos = System.nanoTime();
  private final long timeNanos;
  private long samples;
  private long series;
  private long bytes;
  private int calls;

  QueryContext(
      SampleStorage storage, QueryOptions options, Steps query, boolean instant, long rangeMs) {
    this.storage = storage;
    this.options = options;
    this.query = query;
    this.instant = instant;
    this.rangeMs = rangeMs;
    this.lookbackMs = options.lookback().toMillis();
    this.timeNanos = saturatedNanos(options.limits().time());
  }

  private static long saturatedNanos(Duration time) {
    return time.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : time.toNanos();
  }

  double stepSeconds() {
    return instant ? 0 : query.intervalMs() / 1000.0;
  }

  double rangeSeconds() {
    return rangeMs / 1000.0;
  }

  long endMs() {
    return query.startMs() + rangeMs;
  }

  List<Series> select(List<Matcher> matchers, long fromMs, long toMs) {
    checkNow();
    if (toMs < fromMs) {
      return new ArrayList<>();
    }
    List<Series> selected = storage.select(matchers, fromMs, toMs);
    series += selected.size();
    int limit = options.limits().series();
    if (series > limit) {
      throw new PromQlException(
          Kind.TOO_MANY_SERIES,
          "query selects " + series + " series, more than the limit of " + limit);
    }
    return selected;
  }

  void countSamples(long read) {
    samples += read;
    if (samples > options.limits().samples()) {
      throw new PromQlException(
          Kind.TOO_MANY_SAMPLES,
          "query processing would load too many samples into memory in query execution"
              + " (limit "
              + options.limits().samples()
              + ")");
    }
  }

  void reserve(long more) {
    bytes += more;
    if (bytes > options.limits().bytes()) {
      throw new PromQlException(
          Kind.TOO_MUCH_MEMORY,
          "query needs more than " + options.limits().bytes() + " bytes for its values");
    }
  }

  void free(long less) {
    bytes -= less;
  }

  /** Ends the query if its time is over or nobody wants it any more; cheap to call per series. */
  void check() {
    if (++calls % CHECK_EVERY == 0) {
      checkNow();
    }
  }

  private void checkNow() {
    if (options.cancelled().getAsBoolean()) {
      throw new PromQlException(Kind.CANCELLED, "query was canceled in expression evaluation");
    }
    if (System.nanoTime() - startedNanos > timeNanos) {
      throw new PromQlException(
          Kind.TIMEOUT,
          "query timed out in expression evaluation (limit " + options.limits().time() + ")");
    }
  }

  long millis(DurationExpr duration, boolean mayBeNegative) {
    double seconds = duration.seconds(stepSeconds(), rangeSeconds());
    String place = duration.position().start() + ":" + duration.position().end() + ": ";
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw PromQlException.execution(place + "duration is NaN or infinite");
    }
    if (seconds <= 0 && !mayBeNegative) {
      throw PromQlException.execution(place + "duration must be greater than 0");
    }
    if (Math.abs(seconds) > Long.MAX_VALUE / 1e9) {
      throw PromQlException.execution(place + "duration is out of range");
    }
    return duration instanceof DurationExpr.Literal
        ? Durations.toMillis(seconds)
        : (long) (seconds * 1000);
  }
}
