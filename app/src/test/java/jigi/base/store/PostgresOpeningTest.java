package jigi.base.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told whose PostgreSQL is not as Jigi needs it. */
@Needs("postgresql")
@Timeout(120)
class PostgresOpeningTest {
  private static PostgresServer server;

  @TempDir private Path home;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.fresh();
    server.execute(
        "postgres",
        "CREATE ROLE jigi LOGIN PASSWORD 'pssst'",
        "CREATE ROLE shut LOGIN PASSWORD 'pssst'",
        "CREATE DATABASE own OWNER jigi",
        "CREATE DATABASE closed",
        "CREATE DATABASE sealed",
        "REVOKE CONNECT ON DATABASE sealed FROM PUBLIC",
        "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 OWNER jigi",
        "CREATE DATABASE frozen OWNER jigi",
        "ALTER DATABASE frozen SET default_transaction_read_only = on",
        "CREATE DATABASE foreign_one OWNER jigi",
        "CREATE DATABASE newer OWNER jigi");
    server.requirePasswords();
  }

  @AfterAll
  static void stop() {
    server.remove();
  }

  @Test
  void opensADatabaseOfItsOwnAndSaysWhichItIs() {
    try (Stores stores = Stores.open(settings(address("own"), "pssst"), new Troubles())) {
      assertThat(stores.description())
          .matches("PostgreSQL 1\\d.*, postgresql://jigi@127.0.0.1:" + server.port() + "/own");
      assertThat(stores.store().dialect()).isEqualTo(Store.Dialect.POSTGRESQL);
    }
  }

  @Test
  void tellsNameRouteLoginAndDatabaseApart() {
    refused(
        "postgresql://jigi@no-such-host.invalid:5432/own",
        "database-unreachable",
        "whose name has no address");
    refused("postgresql://jigi@127.0.0.1:1/own", "database-unreachable", "nothing listens");
    refused(address("own"), "wrong", "database-login", "password authentication failed");
    refused(address("own"), "", "database-login", "refuses jigi");
    refused(at("shut", "own"), "database-login", "pg_hba.conf rejects");
    refused(address("none"), "database-missing", "createdb --encoding=UTF8 --owner=jigi none");
    refused(address("sealed"), "database-rights", "GRANT CONNECT ON DATABASE sealed TO jigi");
    refused(address("own") + "?sslmode=require", "database-unreachable", "no protected wire");
  }

  @Test
  void tellsEncodingAndRightsApart() {
    refused(address("latin"), "database-encoding", "LATIN1");
    refused(address("closed"), "database-rights", "ALTER DATABASE closed OWNER TO jigi");
    refused(address("frozen"), "database-read-only", "name the primary");
  }

  @Test
  void leavesAloneWhatIsNotItsOwn() {
    server.execute("foreign_one", "CREATE TABLE shop (id BIGINT)", "GRANT ALL ON shop TO jigi");
    refused(address("foreign_one"), "store-foreign", "name an empty database");
  }

  @Test
  void refusesADatabaseThatANewerJigiHasWritten() {
    Stores.open(settings(address("newer"), "pssst"), new Troubles()).close();
    server.execute(
        "newer",
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 'jigi', 1, true)");
    refused(address("newer"), "store-newer", "another version of Jigi");
  }

  /** Only its greeting is played: a server of that age is not to be had. */
  @Test
  void refusesAServerThatIsTooOld() throws Exception {
    try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread greeting = Thread.ofVirtual().start(() -> greet(old, "9.6.24"));
      refused(
          "postgresql://jigi@127.0.0.1:" + old.getLocalPort() + "/own?sslmode=disable",
          "database-too-old",
          "is PostgreSQL 9.6.24");
      assertThat(greeting.join(Duration.ofSeconds(30))).as("it was let go").isTrue();
    }
  }

  @Test
  void aServerThatHangsIsSaidNotToAnswer() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused(
          "postgresql://jigi@127.0.0.1:" + mute.getLocalPort() + "/own",
          "database-unreachable",
          "does not answer within");
    }
  }

  private void refused(String address, String code, String told) {
    refused(address, "pssst", code, told);
  }

  private void refused(String address, String password, String code, String told) {
    assertThatThrownBy(() -> Stores.open(settings(address, password), new Troubles()).close())
        .as(address)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(told)
        .hasMessageContaining(address.replaceFirst("\\?.*", "").replaceFirst(".*@", "@"))
        .hasMessageNotContaining("pssst");
  }

  private static String address(String database) {
    return at("jigi", database);
  }

  private static String at(String user, String database) {
    return "postgresql://" + user + "@127.0.0.1:" + server.port() + "/" + database;
  }

  private Settings settings(String address, String password) {
    return Settings.of(home.resolve("data")).with(Settings.Postgres.at(address, password));
  }

  /** PostgreSQL's protocol 3.0: ready for queries, each of which changes nothing. */
  private static void greet(ServerSocket old, String version) {
    try (Socket socket = old.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      in.skipNBytes(in.readInt() - 4);
      message(out, 'R', new byte[4]);
      message(out, 'S', ("server_version\0" + version + "\0").getBytes(US_ASCII));
      message(out, 'S', "server_encoding\0UTF8\0".getBytes(US_ASCII));
      message(out, 'S', "client_encoding\0UTF8\0".getBytes(US_ASCII));
      message(out, 'S', "DateStyle\0ISO, MDY\0".getBytes(US_ASCII));
      message(out, 'S', "standard_conforming_strings\0on\0".getBytes(US_ASCII));
      message(out, 'Z', new byte[] {'I'});
      for (int type = in.read(); type >= 0 && type != 'X'; type = in.read()) {
        in.skipNBytes(in.readInt() - 4);
        switch (type) {
          case 'P' -> message(out, '1', new byte[0]);
          case 'B' -> message(out, '2', new byte[0]);
          case 'D' -> message(out, 'n', new byte[0]);
          case 'E', 'Q' -> message(out, 'C', "SET\0".getBytes(US_ASCII));
          default -> {}
        }
        if (type == 'S' || type == 'Q') {
          message(out, 'Z', new byte[] {'I'});
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void message(DataOutputStream out, char type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
  }
}
