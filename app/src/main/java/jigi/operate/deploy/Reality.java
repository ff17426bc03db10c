package jigi.operate.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/**
 * The state file beside what gateway and runtime say.
 *
 * @param kept null when the file cannot be read
 * @param gateway the colour that receives everything; null when it is not one alone
 * @param gatewaySaid the gateway's own word: {@code blue}, {@code both}, or why nothing can be said
 * @param receiving what it sends new requests to; null when it does not say, or there is none
 * @param mismatches stable codes of what does not agree: {@code file-unreadable}, {@code
 *     gateway-elsewhere}, {@code gateway-unclear}, {@code live-not-running}, {@code live-sick},
 *     {@code instances-out}, {@code instance-not-running}, {@code instance-sick}, {@code
 *     variables-changed}
 */
public record Reality(
    Instant at,
    @Nullable Kept kept,
    @Nullable Colour gateway,
    String gatewaySaid,
    @Nullable Set<Slot> receiving,
    Map<Slot, Side> sides,
    List<Mismatch> mismatches) {
  public Reality {
    receiving = receiving == null ? null : Set.copyOf(receiving);
    sides = Map.copyOf(sides);
    mismatches = List.copyOf(mismatches);
  }

  /** What does not agree, and the words of whoever says so. */
  public record Mismatch(String code, String said) {
    /** Of variables: what runs goes on well. */
    static final String VARIABLES = "variables-changed";

    /**
     * Whether it waits for the next deployment, and nothing is wrong with what receives requests.
     */
    public boolean canWait() {
      return code.equals(VARIABLES);
    }
  }

  /**
   * One colour.
   *
   * @param version null when nothing was shipped there
   * @param where it answers
   * @param running null when nothing can be said
   * @param fault why it is not healthy; null when it is, or when nothing runs there
   * @param inFlight requests that it works on; null when nothing can be said
   */
  public record Side(
      @Nullable String version,
      String where,
      @Nullable Boolean running,
      @Nullable String fault,
      @Nullable Long inFlight) {
    public boolean healthy() {
      return Boolean.TRUE.equals(running) && fault == null;
    }
  }

  /** The same with more that does not agree. */
  Reality and(List<Mismatch> more) {
    List<Mismatch> all = new ArrayList<>(mismatches);
    all.addAll(more);
    return new Reality(at, kept, gateway, gatewaySaid, receiving, sides, all);
  }

  public Side side(Slot slot) {
    return java.util.Objects.requireNonNull(sides.get(slot));
  }
}
