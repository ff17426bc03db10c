package jigi.operate.backup.source;

import java.nio.file.Path;

/** Jigi's own data, as far as a backup of Jigi itself needs them. */
public interface OwnData {
  /** The data folder. */
  Path folder();

  /**
   * Writes the store as it is at one instant into a new file.
   *
   * @throws jigi.base.kernel.UserError {@code store-elsewhere}
   */
  void copyStore(Path file);
}
