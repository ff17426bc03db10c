package jigi.operate.backup.store;

import jigi.base.config.Secret;

/** A place as a manual says it. */
public interface StoreSettings {
  /** Its kind: {@code directory}. */
  String kind();

  /** By what people know the place, without asking it. */
  String where();

  /**
   * The place itself.
   *
   * @throws Secret.Missing when a secret that it needs cannot be had
   */
  Store open(StoreOpening opening) throws Secret.Missing;
}
