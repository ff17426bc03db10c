package jigi.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, never for a time; the patience only says when it is given up. */
public final class Until {
  /** Long enough for the slowest machine: what is asserted is the condition, not the speed. */
  public static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 100;

  private static final int BEGINNING = 3000;
  private static final int END = 3000;

  private Until() {}

  /** Asks until there is an answer. */
  public static <T> T found(
      String what, Supplier<@Nullable T> question, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long pause = FIRST_PAUSE_MS;
    while (true) {
      T answer = question.get();
      if (answer != null) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "within "
                + PATIENCE.toSeconds()
                + " s not "
                + what
                + ": "
                + shortened(otherwise.get()));
      }
      pause(pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 3 / 2);
    }
  }

  /** Asks until it is so. */
  public static void so(String what, BooleanSupplier question, Supplier<String> otherwise) {
    found(what, () -> question.getAsBoolean() ? Boolean.TRUE : null, otherwise);
  }

  /** Whole pages and logs would bury what went wrong, and the runner of the tests with it. */
  private static String shortened(String text) {
    return text.length() <= BEGINNING + END
        ? text
        : text.substring(0, BEGINNING) + "\n[...]\n" + text.substring(text.length() - END);
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
