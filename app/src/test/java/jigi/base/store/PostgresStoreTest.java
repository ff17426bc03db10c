package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs("postgresql")
class PostgresStoreTest extends StoreTest {
  @Override
  Store open(Path folder) {
    return TestStores.postgres();
  }

  @Test
  void a_server_that_is_away_is_told_and_used_again_when_it_is_back(@TempDir Path home) {
    Troubles troubles = new Troubles();
    Settings settings =
        new Settings(home.resolve("data"), home.resolve("key"), home.resolve("machine-id"), null)
            .with(TestStores.postgresSettings());
    try (Stores stores = Stores.open(settings, troubles)) {
      assertThat(stores.identity()).isEqualTo(Identity.SAME);
      stores.store().change(tx -> tx.handle().execute("CREATE TABLE kept (id BIGINT)"));
      PostgresServer.get().stopServer();
      try {
        assertThatThrownBy(
                () ->
                    stores.store().change(tx -> tx.handle().execute("INSERT INTO kept VALUES (1)")))
            .isInstanceOf(StoreUnavailableException.class);
        assertThat(troubles.all())
            .extracting(Troubles.Trouble::key)
            .containsExactly("store.unavailable");
      } finally {
        PostgresServer.get().startServer();
      }
      stores.store().change(tx -> tx.handle().execute("INSERT INTO kept VALUES (1)"));
      assertThat(troubles.all()).isEmpty();
    }
  }

  @Test
  void a_server_that_is_not_there_is_one_clear_error(@TempDir Path home) {
    Settings settings =
        new Settings(home.resolve("data"), home.resolve("key"), home.resolve("machine-id"), null)
            .with(
                new Settings.Postgres(
                    "jdbc:postgresql://127.0.0.1:1/none", "jigi", "a secret password"));
    assertThatThrownBy(() -> Stores.open(settings, new Troubles()))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.code()).isEqualTo("database-unreachable"))
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("a secret password");
  }
}
