package jigi.operate.backup.seal;

import java.io.IOException;
import java.util.Locale;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** Stored bytes do not open. */
public final class SealException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why they do not. */
  public enum Kind {
    /** The bytes may be fine; the key is not theirs. */
    WRONG_KEY,
    /** They end too early. */
    TRUNCATED,
    /** They are not what was stored. */
    DAMAGED,
    /** They are of another format than the plan says. */
    OTHER_FORMAT
  }

  private final Kind kind;
  private final String fact;
  private final String hint;

  SealException(Kind kind, String fact) {
    this(kind, fact, null);
  }

  SealException(Kind kind, String fact, @Nullable Throwable cause) {
    super(code(kind) + "  " + fact + "  HINT: " + hint(kind), cause);
    this.kind = kind;
    this.fact = fact;
    this.hint = hint(kind);
  }

  private static String code(Kind kind) {
    return "seal-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hint(Kind kind) {
    return switch (kind) {
      case WRONG_KEY -> "give the key that was in force when the backup was made";
      case TRUNCATED -> "use another copy of this backup, and see why this one ends early";
      case DAMAGED -> "use another copy of this backup, and look at the disk that held this one";
      case OTHER_FORMAT -> "give the compression and encryption that the backup was made with";
    };
  }

  public Kind kind() {
    return kind;
  }

  /** {@code seal-wrong-key} and the like. */
  public String code() {
    return code(kind);
  }

  public String fact() {
    return fact;
  }

  public String hint() {
    return hint;
  }

  /** For where a person asked. */
  public UserError toUserError() {
    return new UserError(code(), fact, hint, this);
  }
}
