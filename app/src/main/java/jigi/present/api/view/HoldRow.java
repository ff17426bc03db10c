package jigi.present.api.view;

import java.time.Instant;

/**
 * Automatic runs that are held back.
 *
 * @param system {@code *} for all systems
 * @param actor who held them back
 */
public record HoldRow(String system, String actor, Instant at) {
  public boolean all() {
    return system.equals("*");
  }
}
