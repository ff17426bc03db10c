package jigi.present.api.http;

import org.jspecify.annotations.Nullable;

/**
 * A request that is refused: an HTTP status with a stable code, the fact, and what to do. Its text
 * reaches the reader, so it holds no inner details.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String fact;
  private final String hint;
  private final @Nullable String place;

  public Problem(int status, String code, String fact, String hint) {
    this(status, code, fact, hint, null);
  }

  /**
   * @param place where in a text the mistake is: {@code jigi.yaml:3:5}
   */
  public Problem(int status, String code, String fact, String hint, @Nullable String place) {
    super(code + "  " + fact);
    this.place = place;
    this.status = status;
    this.code = code;
    this.fact = fact;
    this.hint = hint;
  }

  /** Nothing of that name, or nothing that the reader may see. */
  public static Problem notFound(String what) {
    return new Problem(404, "not-found", "there is no " + what, "look at the list it came from");
  }

  /** The reader is known but lacks the grant. */
  public static Problem forbidden(String verb, String system) {
    return new Problem(
        403,
        "not-allowed",
        "this needs '" + verb + "' on " + system,
        "ask an administrator for the grant");
  }

  /** A value that cannot be used. */
  public static Problem bad(String code, String fact, String hint) {
    return new Problem(400, code, fact, hint);
  }

  public int status() {
    return status;
  }

  public @Nullable String place() {
    return place;
  }

  public String code() {
    return code;
  }

  public String fact() {
    return fact;
  }

  public String hint() {
    return hint;
  }
}
