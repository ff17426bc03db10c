package jigi.base.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A mistake that a person can mend: a stable code, the fact with its value, and what to do. Bugs of
 * ours are every other exception.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String fact;
  private final String hint;
  private final @Nullable String place;

  public UserError(String code, String fact, String hint) {
    this(code, fact, hint, null);
  }

  public UserError(String code, String fact, String hint, @Nullable Throwable cause) {
    this(code, fact, hint, cause, null);
  }

  private UserError(
      String code, String fact, String hint, @Nullable Throwable cause, @Nullable String place) {
    super(code + "  " + fact + "  HINT: " + hint, cause);
    this.code = code;
    this.fact = fact;
    this.hint = hint;
    this.place = place;
  }

  /** The same, with where the mistake is: {@code jigi.yaml:3:5}. */
  public UserError at(@Nullable String where) {
    return new UserError(code, fact, hint, getCause(), where);
  }

  /** Where the mistake is; null when that is not a place in a text. */
  public @Nullable String place() {
    return place;
  }

  /** Stable, kebab-case, made for machines: {@code port-taken}. */
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
