package jigi.metrics.promql;

/** The four types of PromQL, with the names that its documentation gives them. */
public enum ValueType {
  SCALAR("scalar"),
  VECTOR("instant vector"),
  MATRIX("range vector"),
  STRING("string");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
