package jigi.base.manual;

import java.time.Instant;

/**
 * A manual came into force.
 *
 * @param hash of its files, see {@link jigi.base.config.ManualSource#hash}
 */
public record ManualActivation(String system, String hash, Instant at, String actor) {}
