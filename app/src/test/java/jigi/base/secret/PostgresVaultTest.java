package jigi.base.secret;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresVaultTest extends VaultTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }
}
