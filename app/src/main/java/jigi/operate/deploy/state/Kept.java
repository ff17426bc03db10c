package jigi.operate.deploy.state;

import java.util.List;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Shipping;

/**
 * What {@code deploy-state.json} holds.
 *
 * @param history versions that were deployed and answered well, newest first
 */
public record Kept(Memory memory, List<Good> history) {
  public static final Kept NOTHING = new Kept(Memory.EMPTY, List.of());

  /**
   * A version that was finalized.
   *
   * @param shipping what went with it; its digest where it has one
   */
  public record Good(String version, String color, String at, Shipping shipping) {}

  public Kept {
    history = List.copyOf(history);
  }
}
