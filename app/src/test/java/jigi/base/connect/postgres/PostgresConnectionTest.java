package jigi.base.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.OneConnection;
import jigi.base.kernel.Status;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the test of a connection says of a real server, of whatever is wrong with it. */
@Needs("postgresql")
class PostgresConnectionTest {
  private static PostgresServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
    server.execute(
        "postgres",
        "CREATE ROLE watcher LOGIN PASSWORD 'right-word'",
        "GRANT pg_monitor TO watcher",
        "CREATE ROLE plain LOGIN PASSWORD 'right-word'",
        "CREATE ROLE shut LOGIN PASSWORD 'right-word'");
    server.requirePasswords();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  private ConnectionTest test(String account, String more) throws Exception {
    Files.writeString(folder.resolve("right"), "right-word\n");
    Files.writeString(folder.resolve("wrong"), "wrong-word\n");
    return OneConnection.test(
        folder, "{postgres: '" + account.formatted(server.port()) + "'" + more + "}");
  }

  @Test
  @Shows("HC-40")
  void walksToTheEnd() throws Exception {
    ConnectionTest seen = test("watcher@127.0.0.1:%d/postgres", ", password: {file: right}");
    assertThat(OneConnection.stages(seen)).isEqualTo("name ok, port ok, login ok, rights ok");
    assertThat(seen.stages().get(2).evidence()).contains("lets in watcher");
    server.stopServer();
    assertThat(test("watcher@127.0.0.1:%d/postgres", ", password: {file: right}").status())
        .isEqualTo(Status.FAIL);
    server.startServer();
    ConnectionTest restarted = test("watcher@127.0.0.1:%d/postgres", ", password: {file: right}");
    assertThat(restarted.stages().get(2).evidence()).matches("PostgreSQL \\d+.* lets in watcher");
  }

  @Test
  void saysWhatAnAccountCannotSee() throws Exception {
    ConnectionTest seen = test("plain@localhost:%d/postgres", ", password: {file: right}");
    assertThat(OneConnection.stages(seen))
        .isEqualTo("name ok, port ok, login ok, rights warn postgres.monitor");
  }

  @Test
  @Shows("INV-23")
  void namesWhatIsWrong() throws Exception {
    assertThat(
            OneConnection.stages(
                test("watcher@127.0.0.1:%d/postgres", ", password: {file: wrong}")))
        .isEqualTo("name ok, port ok, login fail password");
    assertThat(
            OneConnection.stages(test("watcher@127.0.0.1:%d/nowhere", ", password: {file: right}")))
        .isEqualTo("name ok, port ok, login fail database");
    assertThat(
            OneConnection.stages(test("shut@127.0.0.1:%d/postgres", ", password: {file: right}")))
        .isEqualTo("name ok, port ok, login fail postgres.hba");
    assertThat(
            OneConnection.stages(
                test("watcher@127.0.0.1:%d/postgres", ", password: {file: right}, tls: require")))
        .isEqualTo("name ok, port ok, tls fail tls.none");
    assertThat(OneConnection.stages(test("watcher@127.0.0.1:1/postgres", "")))
        .isEqualTo("name ok, port fail port");
  }

  @Test
  void whatIsOursIsUnknown() throws Exception {
    ConnectionTest noSecret = test("watcher@127.0.0.1:%d/postgres", ", password: {file: none}");
    assertThat(OneConnection.stages(noSecret)).isEqualTo("name ok, port ok, login unknown secret");
    ConnectionTest noName = test("watcher@no-such-host.invalid:%d/postgres", "");
    assertThat(OneConnection.stages(noName)).isEqualTo("name unknown name");
    assertThat(noName.status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void neverTellsThePassword() throws Exception {
    ConnectionTest seen = test("wrong-word@127.0.0.1:%d/postgres", ", password: {file: wrong}");
    assertThat(seen.toString()).doesNotContain("wrong-word").contains("***");
  }
}
