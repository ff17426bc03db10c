package jigi.base.schedule;

import java.time.Instant;

/**
 * A schedule is due.
 *
 * @param due when it should have happened
 * @param now when it happens
 * @param missed how many earlier ones never happened, because nothing was there to do them
 */
public record Occurrence(Scheduled item, Instant due, Instant now, int missed) {
  /** After so many seconds it is called late. */
  private static final long LATE_SECONDS = 60;

  public boolean late() {
    return due.plusSeconds(LATE_SECONDS).isBefore(now);
  }

  /** The same for the same occasion, whoever does it and however often it is tried. */
  public String id() {
    return item.system() + "/" + item.key() + "@" + due;
  }
}
