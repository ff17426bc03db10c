package jigi.metrics.promql;

/** Aggregates series into one, all steps at once. */
abstract class Accumulator {
  final Evaluator evaluator;

  /** The running value of each step, absent where no series had any yet. */
  final double[] values;

  Accumulator(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.values = Absent.fill(evaluator.take());
  }

  static Accumulator of(AggregateOp op, Evaluator evaluator) {
    return switch (op) {
      case SUM -> new Sum(evaluator);
      case AVG -> new Average(evaluator);
      case COUNT -> new Count(evaluator);
      case GROUP -> new Group(evaluator);
      case MIN -> new Extreme(evaluator, false);
      case MAX -> new Extreme(evaluator, true);
      case STDVAR -> new Variance(evaluator, false);
      case STDDEV -> new Variance(evaluator, true);
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, QUANTILE, COUNT_VALUES ->
          throw new IllegalStateException("not accumulated: " + op);
    };
  }

  abstract void add(double[] more);

  /** The aggregate; the accumulator is of no use afterwards. */
  double[] result() {
    return values;
  }

  private static final class Sum extends Accumulator {
    private final double[] compensation;

    Sum(Evaluator evaluator) {
      super(evaluator);
      this.compensation = evaluator.constant(0);
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        double value = more[i];
        if (Absent.is(value)) {
          continue;
        }
        double sum = values[i];
        if (Absent.is(sum)) {
          values[i] = value;
          continue;
        }
        double next = sum + value;
        compensation[i] = KahanSum.compensation(sum, compensation[i], value, next);
        values[i] = next;
      }
    }

    @Override
    double[] result() {
      for (int i = 0; i < values.length; i++) {
        if (!Absent.is(values[i])) {
          values[i] += compensation[i];
        }
      }
      evaluator.release(compensation);
      return values;
    }
  }

  /** The sum divided by the count; a running mean at steps where the sum would overflow. */
  private static final class Average extends Accumulator {
    private final double[] compensation;
    private final double[] count;
    private final java.util.BitSet incremental = new java.util.BitSet();

    Average(Evaluator evaluator) {
      super(evaluator);
      this.compensation = evaluator.constant(0);
      this.count = evaluator.constant(0);
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        if (!Absent.is(more[i])) {
          add(i, more[i]);
        }
      }
    }

    private void add(int i, double value) {
      double n = ++count[i];
      if (n == 1) {
        values[i] = value;
        return;
      }
      if (!incremental.get(i)) {
        double next = values[i] + value;
        if (!Double.isInfinite(next)) {
          compensation[i] = KahanSum.compensation(values[i], compensation[i], value, next);
          values[i] = next;
          return;
        }
        incremental.set(i);
        values[i] /= n - 1;
        compensation[i] /= n - 1;
      }
      double share = (n - 1) / n;
      double scaled = share * values[i];
      double next = scaled + value / n;
      compensation[i] = KahanSum.compensation(scaled, share * compensation[i], value / n, next);
      values[i] = next;
    }

    @Override
    double[] result() {
      for (int i = 0; i < values.length; i++) {
        if (!Absent.is(values[i])) {
          double n = incremental.get(i) ? 1 : count[i];
          values[i] = values[i] / n + compensation[i] / n;
        }
      }
      evaluator.release(compensation);
      evaluator.release(count);
      return values;
    }
  }

  private static final class Count extends Accumulator {
    Count(Evaluator evaluator) {
      super(evaluator);
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        if (!Absent.is(more[i])) {
          values[i] = Absent.is(values[i]) ? 1 : values[i] + 1;
        }
      }
    }
  }

  private static final class Group extends Accumulator {
    Group(Evaluator evaluator) {
      super(evaluator);
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        if (!Absent.is(more[i])) {
          values[i] = 1;
        }
      }
    }
  }

  private static final class Extreme extends Accumulator {
    private final boolean max;

    Extreme(Evaluator evaluator, boolean max) {
      super(evaluator);
      this.max = max;
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        double value = more[i];
        if (Absent.is(value)) {
          continue;
        }
        double best = values[i];
        // Absent is a NaN, so the first value is taken by the same test as one after a NaN.
        if (Double.isNaN(best) || (max ? value > best : value < best)) {
          values[i] = value;
        }
      }
    }
  }

  private static final class Variance extends Accumulator {
    private final boolean root;
    private final double[] mean;
    private final double[] count;

    Variance(Evaluator evaluator, boolean root) {
      super(evaluator);
      this.root = root;
      this.mean = evaluator.constant(0);
      this.count = evaluator.constant(0);
    }

    @Override
    void add(double[] more) {
      for (int i = 0; i < more.length; i++) {
        double value = more[i];
        if (Absent.is(value)) {
          continue;
        }
        count[i]++;
        if (count[i] == 1) {
          mean[i] = value;
          values[i] = Double.isNaN(value) || Double.isInfinite(value) ? Double.NaN : 0;
          continue;
        }
        double delta = value - mean[i];
        mean[i] += delta / count[i];
        values[i] += delta * (value - mean[i]);
      }
    }

    @Override
    double[] result() {
      for (int i = 0; i < values.length; i++) {
        if (!Absent.is(values[i])) {
          double variance = values[i] / count[i];
          values[i] = root ? Math.sqrt(variance) : variance;
        }
      }
      evaluator.release(mean);
      evaluator.release(count);
      return values;
    }
  }
}
