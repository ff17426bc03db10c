package jigi.metrics.promql;

import org.jspecify.annotations.Nullable;

/** What the author of a query has to know: it cannot be parsed, or it cannot be answered. */
public final class PromQlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The cause, with a code that stays the same between releases. */
  public enum Kind {
    /** The text is not PromQL, or its types do not fit. */
    PARSE("promql-parse"),
    /** The data do not allow an answer, such as many-to-many matching. */
    EXECUTION("promql-execution"),
    TOO_MANY_SAMPLES("promql-too-many-samples"),
    TOO_MANY_SERIES("promql-too-many-series"),
    TOO_MUCH_MEMORY("promql-too-much-memory"),
    TIMEOUT("promql-timeout"),
    CANCELLED("promql-cancelled"),
    /** Valid PromQL that this engine does not answer. */
    UNSUPPORTED("promql-unsupported"),
    /** Whoever would answer cannot be reached. */
    UNAVAILABLE("promql-unavailable");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  private final Kind kind;
  private final @Nullable Position position;

  public PromQlException(Kind kind, String message) {
    this(kind, message, null);
  }

  private PromQlException(Kind kind, String message, @Nullable Position position) {
    super(message);
    this.kind = kind;
    this.position = position;
  }

  static PromQlException parse(String text, Position position, String message) {
    return new PromQlException(
        Kind.PARSE, position.lineAndColumn(text) + ": parse error: " + message, position);
  }

  static PromQlException execution(String message) {
    return new PromQlException(Kind.EXECUTION, message);
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return kind.code();
  }

  /** Where in the text, null when the fault has no place there. */
  public @Nullable Position position() {
    return position;
  }
}
