package jigi.operate.checklist;

import java.time.Instant;

/**
 * A file that was handed in for an item.
 *
 * @param item from 0
 * @param name as the file was called
 * @param type of its content, as far as that can be told without trusting its name
 * @param hash SHA-256 of its bytes, by which it is stored
 */
public record Evidence(
    String id,
    int item,
    String name,
    String type,
    long bytes,
    String hash,
    String by,
    Instant at) {}
