package jigi.present.api.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What verifying the journal's chain found.
 *
 * @param broken where the first mismatch is; null when there is none
 */
public record ChainState(long entries, Instant at, @Nullable String broken) {}
