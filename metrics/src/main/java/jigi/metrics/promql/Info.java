package jigi.metrics.promql;

final class Info {
  private Info() {}

  static void evaluate(Evaluator evaluator, Expr.Call call, RowSink sink) {
    throw new PromQlException(
        PromQlException.Kind.UNSUPPORTED, "info() " + call + evaluator + sink);
  }
}
