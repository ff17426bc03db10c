package jigi.operate.backup.store.sftp;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreOpening;
import jigi.operate.backup.store.StoreSettings;

/**
 * A folder of another host.
 *
 * @param host of the manual's {@code hosts:}
 * @param folder absolute, or relative to the account's home
 */
public record SftpSettings(String host, String folder) implements StoreSettings {
  private static final Field<String> HOST =
      Field.required("sftp", Shapes.name(), "A host of 'hosts:', reached by SSH.");
  private static final Field<String> FOLDER =
      Field.required(
          "folder", Shapes.text(), "A folder there, absolute or relative to the account's home.");

  /** {@code {sftp: backup, folder: /srv/backups}}. */
  public static Shape<SftpSettings> shape() {
    return ObjectShape.of(
        "a folder of another host",
        List.of(HOST, FOLDER),
        values ->
            new SftpSettings(values.get(HOST), values.get(FOLDER).replaceAll("(?<=.)/+$", "")));
  }

  @Override
  public String kind() {
    return "sftp";
  }

  @Override
  public String where() {
    return "sftp://" + host + (folder.startsWith("/") ? "" : "/~/") + folder;
  }

  @Override
  public Store open(StoreOpening opening) {
    return new SftpStore(this, opening);
  }
}
