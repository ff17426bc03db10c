package jigi.standin;

/** A mistake in what the caller asked for; the message says what and how to mend it. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
