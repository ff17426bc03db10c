package jigi.operate.backup.store.directory;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreOpening;
import jigi.operate.backup.store.StoreSettings;

/**
 * {@code directory: /var/backups/shop}.
 *
 * @param where relative to the manual's folder, or absolute
 */
public record DirectorySettings(String where) implements StoreSettings {
  private static final Field<String> DIRECTORY =
      Field.required(
          "directory",
          Shapes.text(),
          "A folder of this machine, relative to the manual's folder or absolute.");

  public static ObjectShape<DirectorySettings> shape() {
    return ObjectShape.of(
        "a folder of this machine",
        List.of(DIRECTORY),
        values -> new DirectorySettings(values.get(DIRECTORY)));
  }

  @Override
  public String kind() {
    return "directory";
  }

  @Override
  public Store open(StoreOpening opening) {
    return new DirectoryStore(opening.folder().resolve(where));
  }
}
