package jigi.metrics.storage;

import java.io.IOException;

/** A failure of the storage's files, with a stable code and what to do about it. */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong; the names are stable. */
  public enum Code {
    /** Another process or another instance has the directory open. */
    STORAGE_LOCKED,
    /** The log could not be written, so the batch was refused. */
    STORAGE_LOG_WRITE,
    /** Blocks cannot be written, and memory is full of samples that wait for it. */
    STORAGE_HEAD_FULL,
    /** The storage was closed. */
    STORAGE_CLOSED
  }

  private final Code code;

  StorageException(Code code, String message) {
    super(code + " " + message);
    this.code = code;
  }

  StorageException(Code code, String message, Throwable cause) {
    super(code + " " + message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
