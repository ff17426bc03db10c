package jigi.metrics.storage;

/** Stored bytes that cannot be what was written; always caught inside the storage and reported. */
final class CorruptDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptDataException(String message) {
    super(message);
  }
}
