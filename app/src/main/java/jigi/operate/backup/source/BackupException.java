package jigi.operate.backup.source;

import java.io.IOException;
import jigi.operate.backup.seal.SealException;
import jigi.operate.backup.store.StoreException;

/** A backup, its check or a restore did not succeed, and why. */
public final class BackupException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code stable and kebab-case: {@code dump-failed}
   * @param fact what was seen, without secrets
   */
  public BackupException(String code, String fact) {
    super(fact);
    this.code = code;
  }

  public BackupException(String code, String fact, Throwable cause) {
    super(fact, cause);
    this.code = code;
  }

  /** What a failure of a stream from or into a store means. */
  public static BackupException of(IOException e) {
    return switch (e) {
      case StoreException store -> new BackupException(store.code(), store.fact(), e);
      case SealException seal -> new BackupException(seal.code(), seal.fact(), e);
      default -> new BackupException("stream-broken", String.valueOf(e.getMessage()), e);
    };
  }

  /**
   * What a failure of writing what is restored means: {@code disk-full} or {@code restore-failed}.
   */
  public static BackupException restoring(IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new BackupException(full ? "disk-full" : "restore-failed", e.toString(), e);
  }

  public String code() {
    return code;
  }

  public String fact() {
    return String.valueOf(getMessage());
  }
}
