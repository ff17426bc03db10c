package jigi.operate.backup.store;

import java.time.Instant;

/**
 * A file in a store.
 *
 * @param size in bytes
 * @param modified by the clock of the place
 */
public record Stored(String name, long size, Instant modified) {}
