/**
 * Storage of samples. {@link jigi.metrics.storage.BlockStorage} is the persistent kind; a batch
 * goes this way:
 *
 * <ol>
 *   <li>{@code BatchAppender} looks the series up ({@code SeriesTable}) and {@code Ingest} judges
 *       each sample: accepted, duplicate, conflict, too old.
 *   <li>{@code LogBatch} writes it to the newest log segment ({@code LogWriter}); {@code
 *       Background} syncs what was written, at most once per interval.
 *   <li>{@code Head} stores it, under its write lock: {@code SeriesData} holds the newest 32
 *       samples of a series in arrays and the rest as chunks ({@code ChunkEncoder}).
 *   <li>When the head has grown or aged enough, {@code Maintenance} freezes it, writes it as a
 *       block ({@code BlockWriter}), and deletes the log segments that the block replaces.
 *       Neighbouring blocks are merged ({@code CompactionPlan}, {@code BlockMerge}), old ones
 *       removed.
 * </ol>
 *
 * Reading resolves matchers against the inverted index of the head and of each block ({@code
 * Selector}), merges what they found in order of labels, and decodes chunks as the caller iterates.
 * What is deleted lies in blocks, since memory is flushed first; a {@code Tombstone} masks it in
 * every block up to the newest one of that moment until merges have left it out.
 *
 * <p>Locks are taken in this order: maintenance, commit, series creation, head.
 */
@NullMarked
package jigi.metrics.storage;

import org.jspecify.annotations.NullMarked;
