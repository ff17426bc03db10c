package jigi.metrics.promql;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How a query is evaluated and what it may cost.
 *
 * @param lookback how old a sample may be and still count as the present value
 * @param subqueryStep resolution of subqueries that name none
 * @param limits what the query may use
 * @param cancelled asked now and then; once it says true the query ends with kind CANCELLED
 */
public record QueryOptions(
    Duration lookback, Duration subqueryStep, Limits limits, BooleanSupplier cancelled) {

  /**
   * @param samples stored samples that one query may read, counted once per selector
   * @param series series that one query may select, counted once per selector
   * @param bytes memory for intermediate and final values
   */
  public record Limits(long samples, int series, long bytes, Duration time) {
    public static final Limits DEFAULT =
        new Limits(50_000_000, 500_000, 256L << 20, Duration.ofMinutes(2));

    public Limits withSamples(long maximum) {
      return new Limits(maximum, series, bytes, time);
    }

    public Limits withSeries(int maximum) {
      return new Limits(samples, maximum, bytes, time);
    }

    public Limits withBytes(long maximum) {
      return new Limits(samples, series, maximum, time);
    }

    public Limits withTime(Duration maximum) {
      return new Limits(samples, series, bytes, maximum);
    }
  }

  /** Prometheus's defaults: five minutes of lookback, subqueries at one minute. */
  public static final QueryOptions DEFAULT =
      new QueryOptions(Duration.ofMinutes(5), Duration.ofMinutes(1), Limits.DEFAULT, () -> false);

  public QueryOptions {
    if (lookback.toMillis() <= 0 || subqueryStep.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "lookback and subquery step must be positive: " + lookback + ", " + subqueryStep);
    }
  }

  public QueryOptions withLookback(Duration duration) {
    return new QueryOptions(duration, subqueryStep, limits, cancelled);
  }

  public QueryOptions withSubqueryStep(Duration step) {
    return new QueryOptions(lookback, step, limits, cancelled);
  }

  public QueryOptions withLimits(Limits maximum) {
    return new QueryOptions(lookback, subqueryStep, maximum, cancelled);
  }

  public QueryOptions withCancellation(BooleanSupplier whether) {
    return new QueryOptions(lookback, subqueryStep, limits, whether);
  }
}
