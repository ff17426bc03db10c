package jigi.base.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jigi.Shows;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.OneConnection;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the test of a connection says of a real daemon, of whatever is wrong with it. */
@Needs({"docker", "openssl"})
class DockerConnectionTest {
  private static final String TESTED = "{docker: '%s'%s}";
  private static DockerDaemon daemon;
  private static int port;
  @TempDir private static Path certificates;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    authority("ca");
    authority("other");
    certificate("server", "ca", "subjectAltName=IP:127.0.0.1");
    certificate("client", "ca", "extendedKeyUsage=clientAuth");
    certificate("stranger", "other", "extendedKeyUsage=clientAuth");
    openssl("rsa", "-traditional", "-in", "client.key", "-out", "client.rsa");
    port = Server.freePort();
    daemon =
        DockerDaemon.start(
            "--host=tcp://127.0.0.1:" + port,
            "--tlsverify",
            "--tlscacert=" + certificates.resolve("ca.pem"),
            "--tlscert=" + certificates.resolve("server.pem"),
            "--tlskey=" + certificates.resolve("server.key"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  private static void authority(String name) {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".pem");
  }

  private static void certificate(String name, String by, String extension) throws IOException {
    Files.writeString(certificates.resolve("ext"), extension);
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    openssl(
        "x509",
        "-req",
        "-days",
        "2",
        "-in",
        name + ".csr",
        "-CA",
        by + ".pem",
        "-CAkey",
        by + ".key",
        "-CAcreateserial",
        "-extfile",
        "ext",
        "-out",
        name + ".pem");
  }

  private static void openssl(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(certificates.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ConnectionTest test(String address, String more) throws Exception {
    return OneConnection.test(folder, TESTED.formatted(address, more));
  }

  private ProbeResult probed(String address, String more, String probe)
      throws InterruptedException {
    return OneProbe.ofManual(
        folder,
        "system: s\nconnections: {main: "
            + TESTED.formatted(address, more)
            + "}\ncomponents: {c: {probes: [{"
            + probe
            + "}]}}\n");
  }

  private static String tls(String mode, String client, String key) {
    return ", tls: %s, ca: %s, cert: %s, key: {file: %s}"
        .formatted(
            mode,
            certificates.resolve("ca.pem"),
            certificates.resolve(client + ".pem"),
            certificates.resolve(key));
  }

  @Test
  @Shows("INV-23")
  void walksToTheEndOfASocket() throws Exception {
    ConnectionTest seen = test(daemon.address(), "");
    assertThat(OneConnection.stages(seen)).isEqualTo("port ok, login ok, rights ok");
    assertThat(seen.stages().get(1).evidence()).matches(".*[0-9]+\\.[0-9]+.*, API 1\\.[0-9]+");
  }

  @Test
  void namesWhatIsWrongWithASocket() throws Exception {
    assertThat(OneConnection.stages(test("unix:///nowhere/docker.sock", "")))
        .isEqualTo("port fail docker.socket");
    Path left = folder.resolve("left.sock");
    try (var channel =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      channel.bind(java.net.UnixDomainSocketAddress.of(left));
    }
    assertThat(OneConnection.stages(test("unix://" + left, "")))
        .isEqualTo("port fail docker.daemon");
  }

  @Test
  void tellsAHungDaemonAndOneThatIsBack() throws Exception {
    daemon.signal("STOP");
    try {
      ConnectionTest seen = test(daemon.address(), "");
      assertThat(OneConnection.stages(seen)).isEqualTo("port ok, login fail docker.hung");
      assertThat(seen.stages().getLast().evidence()).startsWith("timed out");
    } finally {
      daemon.signal("CONT");
    }
    assertThat(OneConnection.stages(test(daemon.address(), ""))).endsWith("rights ok");
  }

  @Test
  void showsItsCertificateOverTcp() throws Exception {
    String at = "tcp://127.0.0.1:" + port;
    assertThat(OneConnection.stages(test(at, tls("verify", "client", "client.key"))))
        .isEqualTo("name ok, port ok, tls ok, login ok, rights ok");
    assertThat(OneConnection.stages(test(at, tls("verify", "client", "client.rsa"))))
        .endsWith("rights ok");
    ConnectionTest stranger = test(at, tls("require", "stranger", "stranger.key"));
    assertThat(OneConnection.stages(stranger)).as(stranger.toString()).endsWith("fail docker.tls");
    assertThat(OneConnection.stages(test(at, ", tls: require"))).endsWith("fail docker.tls");
    for (String probe : List.of("container: web, docker: main", "engine: main")) {
      assertThat(probed(at, tls("verify", "stranger", "stranger.key"), probe).status())
          .as("who may not ask knows nothing: " + probe)
          .isEqualTo(Status.UNKNOWN);
    }
    assertThat(probed(at, tls("verify", "client", "client.key"), "engine: main").status())
        .isEqualTo(Status.OK);
    assertThat(OneConnection.stages(test(at, tls("verify", "client", "nowhere"))))
        .isEqualTo("name ok, port ok, tls unknown secret");
    assertThat(OneConnection.stages(test(at, ", tls: verify")))
        .isEqualTo("name ok, port ok, tls fail docker.tls");
    assertThat(OneConnection.stages(test(at, ", tls: off"))).endsWith("login fail docker.other");
  }

  @Test
  void tellsOtherServersAndOldDaemons() throws Exception {
    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    other.createContext(
        "/",
        exchange -> {
          String version = Files.readString(folder.resolve("version"));
          if (!version.isEmpty()) {
            exchange.getResponseHeaders().add("Api-Version", version);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    try {
      String at = "tcp://127.0.0.1:" + other.getAddress().getPort();
      Files.writeString(folder.resolve("version"), "");
      assertThat(OneConnection.stages(test(at, ""))).endsWith("login fail docker.other");
      Files.writeString(folder.resolve("version"), "1.18");
      ConnectionTest old = test(at, "");
      assertThat(OneConnection.stages(old)).endsWith("login fail docker.version");
      assertThat(old.stages().getLast().evidence()).contains("1.18").contains("1.25");
    } finally {
      other.stop(0);
    }
  }

  @Test
  @Needs("sshd")
  void goesThroughAHostBehindSsh() throws Exception {
    try (SshServer host = new SshServer(folder.resolve("host")).start()) {
      Files.writeString(folder.resolve("known_hosts"), host.knownHost());
      String hosts =
          "hosts: {far: {ssh: '%s', key: {file: '%s'}}}\n".formatted(host.address(), host.key());
      ConnectionTest seen =
          OneConnection.test(folder, hosts, TESTED.formatted(daemon.address(), ", on: far"));
      assertThat(OneConnection.stages(seen)).isEqualTo("route ok, port ok, login ok, rights ok");
      ConnectionTest missing =
          OneConnection.test(folder, hosts, TESTED.formatted("unix:///nowhere/s", ", on: far"));
      assertThat(OneConnection.stages(missing)).isEqualTo("port fail docker.socket");
      host.stop();
    }
  }

  /** What only an account that is not root meets. */
  @Test
  void asksForTheGroup() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "needs an account that is not root");
    Path shut = folder.resolve("shut");
    try (var channel =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      channel.bind(java.net.UnixDomainSocketAddress.of(shut));
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
      assertThat(OneConnection.stages(test("unix://" + shut, "")))
          .isEqualTo("rights unknown docker.group");
    }
  }
}
