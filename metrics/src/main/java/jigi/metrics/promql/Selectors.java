package jigi.metrics.promql;

import java.util.List;
import jigi.metrics.model.SampleIterator;
import jigi.metrics.model.Series;
import jigi.metrics.model.StaleMarker;
import org.jspecify.annotations.Nullable;

/** Reads selectors from the storage. */
final class Selectors {
  private Selectors() {}

  /** Where the steps of an evaluator look in time, once offset and {@code @} are applied. */
  record Look(long firstMs, long intervalMs, int count) {
    static Look of(Evaluator evaluator, TimeShift shift) {
      long offset = shift.offset() == null ? 0 : evaluator.context.millis(shift.offset(), true);
      Long pinned = pinnedMs(evaluator.context, shift.at());
      Steps steps = evaluator.steps;
      return pinned == null
          ? new Look(steps.startMs() - offset, steps.intervalMs(), steps.count())
          : new Look(pinned - offset, 0, steps.count());
    }

    long at(int step) {
      return firstMs + step * intervalMs;
    }

    long lastMs() {
      return at(Math.max(count - 1, 0));
    }
  }

  static @Nullable Long pinnedMs(QueryContext context, TimeShift.@Nullable At at) {
    return switch (at) {
      case null -> null;
      case TimeShift.At.Timestamp timestamp -> timestamp.millis();
      case TimeShift.At.Start ignored -> context.query.startMs();
      case TimeShift.At.End ignored -> context.endMs();
    };
  }

  static void instant(Evaluator evaluator, Expr.VectorSelector selector, RowSink sink) {
    Look look = Look.of(evaluator, selector.shift());
    if (selector.extension() == Expr.Extension.SMOOTHED) {
      smoothed(evaluator, selector, look, sink);
    } else {
      latest(evaluator, selector, look, false, sink);
    }
  }

  /**
   * The latest value of each series at each step.
   *
   * @param times whether to give the samples' times in milliseconds in place of their values
   */
  static void latest(
      Evaluator evaluator, Expr.VectorSelector selector, Look look, boolean times, RowSink sink) {
    QueryContext context = evaluator.context;
    List<Series> selected =
        context.select(selector.matchers(), look.firstMs() - context.lookbackMs + 1, look.lastMs());
    for (Series series : selected) {
      context.check();
      double[] values = evaluator.take();
      if (latest(context, series.iterator(), look, times, values)) {
        sink.accept(series.labels(), false, values);
      } else {
        evaluator.release(values);
      }
    }
  }

  static boolean latest(
      QueryContext context, SampleIterator samples, Look look, boolean wantTimes, double[] out) {
    boolean any = false;
    boolean more = samples.seek(look.firstMs() - context.lookbackMs + 1);
    long time = Long.MIN_VALUE;
    double value = Absent.VALUE;
    int read = 0;
    for (int i = 0; i < out.length; i++) {
      long now = look.at(i);
      while (more && samples.timestampMs() <= now) {
        time = samples.timestampMs();
        value = samples.value();
        read++;
        more = samples.next();
      }
      if (time > now - context.lookbackMs && !StaleMarker.is(value)) {
        out[i] = wantTimes ? time : value;
        any = true;
      } else {
        out[i] = Absent.VALUE;
      }
    }
    context.countSamples(read);
    return any;
  }

  private static void smoothed(
      Evaluator evaluator, Expr.VectorSelector selector, Look look, RowSink sink) {
    QueryContext context = evaluator.context;
    long lookback = context.lookbackMs;
    Window window = new Window();
    List<Series> selected =
        context.select(
            selector.matchers(), look.firstMs() - lookback + 1, look.lastMs() + lookback);
    for (Series series : selected) {
      context.check();
      context.countSamples(
          window.read(series.iterator(), look.firstMs() - lookback + 1, look.lastMs() + lookback));
      double[] values = evaluator.take();
      boolean any = false;
      for (int i = 0; i < values.length; i++) {
        long now = look.at(i);
        window.slide(now - lookback, now + lookback);
        values[i] = Extended.at(window, now);
        any |= !Absent.is(values[i]);
      }
      if (any) {
        sink.accept(series.labels(), false, values);
      } else {
        evaluator.release(values);
      }
    }
  }
}
