package jigi.operate.deploy.state;

import java.util.List;
import jigi.operate.deploy.machine.Memory;

/**
 * What {@code deploy-state.json} holds.
 *
 * @param history versions that were deployed and answered well, newest first
 */
public record Kept(Memory memory, List<Good> history) {
  public static final Kept NOTHING = new Kept(Memory.EMPTY, List.of());

  /** A version that was finalized. */
  public record Good(String version, String color, String at) {}

  public Kept {
    history = List.copyOf(history);
  }
}
