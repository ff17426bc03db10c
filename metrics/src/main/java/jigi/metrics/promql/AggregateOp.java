package jigi.metrics.promql;

/** Aggregation operators. */
public enum AggregateOp {
  SUM("sum", false),
  AVG("avg", false),
  COUNT("count", false),
  MIN("min", false),
  MAX("max", false),
  GROUP("group", false),
  STDDEV("stddev", false),
  STDVAR("stdvar", false),
  TOPK("topk", true),
  BOTTOMK("bottomk", true),
  COUNT_VALUES("count_values", true),
  QUANTILE("quantile", true),
  LIMITK("limitk", true),
  LIMIT_RATIO("limit_ratio", true);

  private final String text;
  private final boolean parameter;

  AggregateOp(String text, boolean parameter) {
    this.text = text;
    this.parameter = parameter;
  }

  public String text() {
    return text;
  }

  public boolean hasParameter() {
    return parameter;
  }
}
