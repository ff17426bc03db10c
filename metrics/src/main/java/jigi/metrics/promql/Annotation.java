package jigi.metrics.promql;

/**
 * A remark on an answer that is given nevertheless.
 *
 * @param message as Prometheus words it, with its prefix
 * @param position what part of the query it is about
 */
public record Annotation(Kind kind, String message, Position position) {
  /** How much it matters. */
  public enum Kind {
    /** The answer may not be what was meant. */
    WARN,
    /** The answer is right, but the query looks unusual. */
    INFO
  }

  /** The message with its place in the query's text, as Prometheus's API returns it. */
  public String inQuery(String query) {
    return message + " (" + position.lineAndColumn(query) + ")";
  }
}
