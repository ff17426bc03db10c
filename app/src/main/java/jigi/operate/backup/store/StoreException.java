package jigi.operate.backup.store;

import java.io.IOException;
import java.util.Locale;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** A place did not do what was asked of it. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is the matter. */
  public enum Kind {
    /** No file of that name. */
    ABSENT,
    /** The name is in use. */
    TAKEN,
    /** No room is left. */
    FULL,
    /** We may not: rights, wrong or expired credentials. */
    DENIED,
    /** The folder or bucket itself is not there. */
    NO_PLACE,
    /** No way to it, or it stopped answering. */
    UNREACHABLE,
    /** Its clock and ours are too far apart for it to believe us. */
    CLOCK,
    /** It must keep the file for some time yet. */
    HELD,
    /** What arrived is not what was sent. */
    DAMAGED,
    /** Anything else it said. */
    REFUSED;

    String code() {
      return "store-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final String fact;
  private final String hint;

  public StoreException(Kind kind, String fact, String hint) {
    this(kind, fact, hint, null);
  }

  public StoreException(Kind kind, String fact, String hint, @Nullable Throwable cause) {
    super(kind.code() + "  " + fact + "  HINT: " + hint, cause);
    this.kind = kind;
    this.fact = fact;
    this.hint = hint;
  }

  public Kind kind() {
    return kind;
  }

  /** {@code store-full} and the like. */
  public String code() {
    return kind.code();
  }

  public String fact() {
    return fact;
  }

  public String hint() {
    return hint;
  }

  /** For where a person asked. */
  public UserError toUserError() {
    return new UserError(kind.code(), fact, hint, this);
  }
}
