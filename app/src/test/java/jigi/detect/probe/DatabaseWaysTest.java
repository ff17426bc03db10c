package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.testing.Component;
import jigi.testing.MariadbServer;
import jigi.testing.Needs;
import jigi.testing.PostgresServer;
import jigi.testing.Server;
import jigi.testing.SshServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real databases, reached over TLS and through a host behind a real sshd. */
@Needs({"sshd", "openssl"})
class DatabaseWaysTest {
  @TempDir Path folder;

  private ProbeResult look(String hosts, String connection, String probe) throws Exception {
    return OneProbe.ofManual(
        folder,
        """
        system: s
        %s
        connections: {main: %s}
        components: {db: {probes: [{%s, timeout: 5s}]}}
        """
            .formatted(hosts, connection, probe));
  }

  /** An authority of our own and a server's certificate for localhost, its key for anybody here. */
  private void certificates() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=own -keyout ca.key -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout db.key -out db.csr");
    Files.writeString(folder.resolve("ext"), "subjectAltName=DNS:localhost\n");
    openssl(
        "x509 -req -in db.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out"
            + " db.pem");
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=no -keyout o.key -out other.pem");
  }

  private void openssl(String words) throws Exception {
    run(("openssl " + words).split(" "));
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
  }

  /** Who does not know the authority is refused, and says so. */
  private void checksTls(String kind, String at, String probe) throws Exception {
    ProbeResult good = look("", "{%s: '%s', tls: verify, ca: ca.pem}".formatted(kind, at), probe);
    assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
    ProbeResult any = look("", "{%s: '%s', tls: require}".formatted(kind, at), probe);
    assertThat(any.status()).as(any.evidence()).isEqualTo(Status.OK);
    ProbeResult other =
        look("", "{%s: '%s', tls: verify, ca: other.pem}".formatted(kind, at), probe);
    assertThat(other.status()).as(other.evidence()).isEqualTo(Status.FAIL);
  }

  @Test
  @Needs("postgresql")
  void postgresOverTls() throws Exception {
    certificates();
    PostgresServer server = PostgresServer.fresh();
    try {
      ProbeResult without =
          look(
              "",
              "{postgres: 'postgres@localhost:%d/postgres', tls: require}".formatted(server.port()),
              "postgres: main");
      assertThat(without.status()).as(without.evidence()).isEqualTo(Status.FAIL);
      run("chown", "postgres", "db.key");
      run("chmod", "600", "db.key");
      server.execute(
          "postgres",
          "ALTER SYSTEM SET ssl_cert_file = '" + folder.resolve("db.pem") + "'",
          "ALTER SYSTEM SET ssl_key_file = '" + folder.resolve("db.key") + "'",
          "ALTER SYSTEM SET ssl = on",
          "SELECT pg_reload_conf()");
      String at = "postgres@localhost:" + server.port() + "/postgres";
      jigi.testing.Until.so(
          "TLS is spoken",
          () -> quietly("{postgres: '" + at + "', tls: require}").status() == Status.OK,
          () -> quietly("{postgres: '" + at + "', tls: require}").evidence());
      checksTls(
          "postgres",
          at,
          "sql: main, query: SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid ="
              + " pg_backend_pid(), expect: [value == 1]");
    } finally {
      server.remove();
    }
  }

  private ProbeResult quietly(String connection) {
    try {
      return look("", connection, "postgres: main");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Needs("redis")
  void redisOverTls() throws Exception {
    certificates();
    int port = Server.freePort();
    try (Server server =
        Server.start(
            List.of(
                Component.REDIS.path().toString(),
                "--port",
                "0",
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                folder.resolve("db.pem").toString(),
                "--tls-key-file",
                folder.resolve("db.key").toString(),
                "--tls-ca-cert-file",
                folder.resolve("ca.pem").toString(),
                "--tls-auth-clients",
                "no",
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString()),
            port,
            folder.resolve("redis.log"))) {
      checksTls("redis", "localhost:" + server.port(), "redis: main");
    }
  }

  @Test
  @Needs("mariadb")
  void mariadbOverTlsAndThroughAHost() throws Exception {
    certificates();
    run("chmod", "644", "db.key");
    Path data = Files.createDirectory(folder.resolve("data"));
    try (MariadbServer server =
        MariadbServer.start(
            data,
            "CREATE USER IF NOT EXISTS watcher@localhost;\n"
                + "GRANT PROCESS, SLAVE MONITOR ON *.* TO watcher@localhost;\n",
            List.of(
                "--ssl-cert=" + folder.resolve("db.pem"),
                "--ssl-key=" + folder.resolve("db.key")))) {
      checksTls("mysql", "watcher@localhost:" + server.port(), "mysql: main");
      throughAHost("{mysql: 'watcher@127.0.0.1:" + server.port() + "', on: far}", "mysql: main");
    }
  }

  @Test
  @Needs({"postgresql", "redis"})
  @Shows("INV-23")
  void postgresAndRedisThroughAHost() throws Exception {
    PostgresServer postgres = PostgresServer.get();
    throughAHost(
        "{postgres: 'postgres@127.0.0.1:" + postgres.port() + "/postgres', on: far}",
        "postgres: main");
    int port = Server.freePort();
    String redis = "{redis: '127.0.0.1:" + port + "', on: far}";
    try (Server server =
        Server.start(
            List.of(
                Component.REDIS.path().toString(),
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString()),
            port,
            folder.resolve("redis.log"))) {
      assertThat(server.port()).isEqualTo(port);
      throughAHost(redis, "redis: main");
    }
    try (SshServer host = new SshServer(folder.resolve("sshd2")).start()) {
      ProbeResult stopped = look(trusted(host), redis, "redis: main");
      assertThat(stopped.status()).as(stopped.evidence()).isEqualTo(Status.FAIL);
      assertThat(stopped.evidence()).contains("efused");
    }
  }

  private void throughAHost(String connection, String probe) throws Exception {
    try (SshServer host = new SshServer(folder.resolve("sshd")).start()) {
      String hosts = trusted(host);
      ProbeResult good = look(hosts, connection, probe);
      assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
      host.stop();
      ProbeResult away = look(hosts, connection, probe);
      assertThat(away.status()).as(away.evidence()).isEqualTo(Status.UNKNOWN);
    }
    run("rm", "-r", "sshd");
  }

  private String trusted(SshServer host) throws Exception {
    // The clients of OneProbe look below the attempts' folder.
    Files.createDirectories(folder.resolve("attempts"));
    Files.writeString(folder.resolve("attempts/known_hosts"), host.knownHost());
    return "hosts: {far: {ssh: '%s', key: {file: '%s'}, connect-timeout: 2s}}"
        .formatted(host.address(), host.key());
  }
}
