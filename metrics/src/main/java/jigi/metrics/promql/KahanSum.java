package jigi.metrics.promql;

/** Summation with Neumaier's compensation: large values that cancel do not swallow small ones. */
final class KahanSum {
  private double sum;
  private double compensation;

  void add(double value) {
    double next = sum + value;
    compensation = compensation(sum, compensation, value, next);
    sum = next;
  }

  double value() {
    return Double.isInfinite(sum) ? sum : sum + compensation;
  }

  /** The compensation after {@code value} was added to {@code sum}, which gave {@code next}. */
  static double compensation(double sum, double compensation, double value, double next) {
    if (Double.isInfinite(next)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value)
        ? compensation + ((sum - next) + value)
        : compensation + ((value - next) + sum);
  }
}
