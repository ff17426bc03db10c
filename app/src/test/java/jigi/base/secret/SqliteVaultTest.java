package jigi.base.secret;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteVaultTest extends VaultTest {
  @Override
  Store open(Path folder) {
    return TestStores.sqlite(folder);
  }
}
