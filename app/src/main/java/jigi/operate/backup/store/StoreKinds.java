package jigi.operate.backup.store;

import java.util.Map;
import jigi.base.config.KindShape;
import jigi.base.config.Shape;
import jigi.operate.backup.store.directory.DirectorySettings;
import jigi.operate.backup.store.s3.S3Settings;
import jigi.operate.backup.store.sftp.SftpSettings;

/** The kinds of stores; a new one is one line here. */
public final class StoreKinds {
  private static final Map<String, Shape<? extends StoreSettings>> ALL =
      Map.of(
          "directory",
          DirectorySettings.shape(),
          "s3",
          S3Settings.shape(),
          "sftp",
          SftpSettings.shape());

  private StoreKinds() {}

  /** {@code {directory: /var/backups/shop}}. */
  public static Shape<StoreSettings> shape() {
    return new KindShape<>("a store", ALL);
  }
}
