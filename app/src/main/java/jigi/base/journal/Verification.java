package jigi.base.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What recomputing the journal found.
 *
 * @param chains one per node, up to where it is sound
 * @param broken the first entry of the first chain that is not; null when all is sound
 */
public record Verification(List<Chain> chains, @Nullable Break broken) {
  /**
   * A node's chain.
   *
   * @param entries that were found sound
   * @param hash of the last of them
   * @param deletedPayloads whose deletion is recorded in the journal
   */
  public record Chain(String node, long entries, String hash, long deletedPayloads) {}

  /** Where a chain breaks. */
  public record Break(String node, long seq, What what) {}

  /** How it breaks. */
  public enum What {
    /** The entry's content does not give its hash. */
    CHANGED,
    /** There is no such entry, though there is a later one, or the head names it. */
    MISSING,
    /** Another entry stands in its place. */
    REORDERED,
    /** The arguments do not give the entry's payload hash. */
    PAYLOAD_CHANGED,
    /** The arguments are gone, and no event records that they were deleted. */
    PAYLOAD_MISSING,
    /** The entry is another than the one that was signed: the chain was written anew. */
    NOT_AS_SIGNED,
    /** The head's own signature does not hold. */
    BAD_SIGNATURE
  }

  public Verification {
    chains = List.copyOf(chains);
  }

  public boolean isSound() {
    return broken == null;
  }
}
