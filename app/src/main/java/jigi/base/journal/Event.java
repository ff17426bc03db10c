package jigi.base.journal;

import java.time.Instant;

/**
 * One recorded thing that happened.
 *
 * @param id UUIDv7
 * @param node which process recorded it; each node has a chain of its own
 * @param seq from 1, without gaps per node
 * @param hash of this entry, which the next entry of the node names
 */
public record Event(String id, String node, long seq, Instant at, EventDraft what, String hash) {}
