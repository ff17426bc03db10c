package jigi.operate.deploy;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An act had no effect, or the effect could not be seen. */
public final class DeployException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code stable, kebab-case
   */
  public DeployException(String code, String fact) {
    this(code, fact, null);
  }

  public DeployException(String code, String fact, @Nullable Throwable cause) {
    super(fact, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }

  public String fact() {
    return String.valueOf(getMessage());
  }
}
