package jigi.operate.backup.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that keeps files under names. Names are those of {@link StoredName}. A file is there
 * whole or not at all: what is being uploaded is seen under no name until it is committed.
 */
public interface Store {
  /** By what people know the place: {@code /var/backups/shop}, {@code s3://bucket/shop}. */
  String where();

  /**
   * A new file. Nothing of it is kept unless {@link Upload#commit} returns.
   *
   * @throws StoreException TAKEN when the name is in use
   */
  Upload begin(String name) throws StoreException, InterruptedException;

  /**
   * Goes on with an upload of the same bytes that was cut off, or begins anew when there is none.
   * All bytes are written again from the first; those that are already there are not sent again.
   *
   * @param key names the content, as its SHA-256 does: bytes uploaded under another one are not
   *     taken for these
   * @throws StoreException TAKEN when the name is in use
   */
  Upload resume(String name, String key) throws StoreException, InterruptedException;

  /**
   * The file from a byte on.
   *
   * @param from counted from 0; at most the size
   * @throws StoreException ABSENT when there is no such file
   */
  InputStream read(String name, long from) throws StoreException, InterruptedException;

  /** The files whose names begin so, sorted by name; an empty prefix means all. */
  List<Stored> list(String prefix) throws StoreException, InterruptedException;

  /**
   * Removes a file.
   *
   * @return false when there was none
   * @throws StoreException HELD when the place refuses to forget it yet
   */
  boolean delete(String name) throws StoreException, InterruptedException;

  /**
   * Removes what uploads left behind that were cut off.
   *
   * @param before an upload that has received bytes since then is left alone
   * @return the names that were being uploaded
   */
  List<String> sweep(Instant before) throws StoreException, InterruptedException;

  /** Free bytes; null where the place does not say. */
  @Nullable Long free() throws StoreException, InterruptedException;
}
