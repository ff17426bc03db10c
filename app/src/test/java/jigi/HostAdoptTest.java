package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jigi.testing.JigiCommand;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.TlsNginx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts a manual of a host behind a real sshd, with a real nginx that speaks TLS on it. */
@Tag("slow")
@Needs({"jigi-jar", "sshd", "nginx", "openssl"})
class HostAdoptTest {
  @TempDir Path folder;
  private SshServer server;
  private TlsNginx nginx;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server = new SshServer(folder.resolve("sshd")).start();
    Path site = Files.createDirectories(server.home().resolve("site/ssl"));
    port = free(8443, 9443, 4443);
    run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 60"
            + " -subj /CN=shop -addext subjectAltName=DNS:shop.example.com -keyout key.pem -out "
            + site.resolve("site.crt"));
    nginx = TlsNginx.start(folder, port, site.resolve("site.crt").toString(), "key.pem");
  }

  @AfterEach
  void stop() throws Exception {
    nginx.close();
    server.close();
  }

  private static int free(int... wanted) {
    for (int each : wanted) {
      if (isFree(each)) {
        return each;
      }
    }
    throw new AssertionError("no port of TLS is free here");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void run(String words) throws Exception {
    Process process =
        new ProcessBuilder(words.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private JigiCommand.Ran jigi(String... words) {
    return new JigiCommand(Map.of("HOME", folder.resolve("me").toString())).launch(words);
  }

  private List<String> adopt() {
    return List.of(
        "adopt",
        "--host",
        server.address(),
        "--key",
        server.key().toString(),
        "--name",
        "shop",
        "--out",
        folder.resolve("draft").toString());
  }

  @Test
  @Shows("INV-29")
  void whatRunsOnAHostBecomesADraftThatHolds() throws Exception {
    JigiCommand.Ran stranger = jigi(adopt().toArray(String[]::new));
    assertThat(stranger.exit()).isNotZero();
    assertThat(stranger.err()).contains("host-not-reached");
    assertThat(folder.resolve("draft")).doesNotExist();

    Path known = Files.createDirectories(folder.resolve("me/.ssh")).resolve("known_hosts");
    Files.writeString(known, server.knownHost());
    JigiCommand.Ran done = jigi(adopt().toArray(String[]::new));
    assertThat(done.exit()).as(done.out() + done.err()).isZero();
    String draft = Files.readString(folder.resolve("draft/jigi.yaml"));
    String certificate = server.home().resolve("site/ssl/site.crt").toString();
    assertThat(draft)
        .contains("{ssh: \"" + server.address() + "\", key: {file: \"" + server.key() + "\"}}")
        .contains("- tls: \"127.0.0.1:" + port + "\"")
        .contains("server-name: \"shop.example.com\"")
        .contains("- certificate: \"" + certificate + "\"")
        .contains("served: \"127.0.0.1:" + port + "\"");
    assertThat(server.home().resolve(".jigi")).as("nothing is left behind").doesNotExist();
    assertThat(jigi("check", folder.resolve("draft").toString()).exit()).isZero();
  }
}
