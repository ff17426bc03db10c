package jigi.detect.probe.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpProbeTest {
  @TempDir Path folder;

  @Test
  void connects() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProbeResult result = OneProbe.run(folder, "tcp: 127.0.0.1:" + server.getLocalPort());
      assertThat(result.status()).isEqualTo(Status.OK);
      assertThat(result.evidence()).isEqualTo("connected to 127.0.0.1:" + server.getLocalPort());
      assertThat(OneProbe.samples(result)).containsKey("probe_tcp_connect_duration_seconds");
    }
  }

  @Test
  void judgesWhatTheServerSays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> redis(server));
      String probe =
          """
          tcp: 127.0.0.1:%d
          send: "PING\\r\\n"
          timeout: 500ms
          expect: %s
          """;
      assertThat(
              OneProbe.run(
                      folder, probe.formatted(server.getLocalPort(), "['output starts \"+PONG\"']"))
                  .evidence())
          .endsWith("it said \"+PONG\"");
      ProbeResult wrong =
          OneProbe.run(
              folder, probe.formatted(server.getLocalPort(), "['output contains \"READY\"']"));
      assertThat(wrong.status()).isEqualTo(Status.FAIL);
      assertThat(wrong.evidence()).endsWith("expected output contains \"READY\", it is \"+PONG\"");
    }
  }

  private static void redis(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          byte[] request = new byte[6];
          assertThat(socket.getInputStream().readNBytes(request, 0, 6)).isEqualTo(6);
          socket.getOutputStream().write("+PONG\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  @Test
  void refusedIsFail() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    ProbeResult result = OneProbe.run(folder, "tcp: localhost:" + port);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.evidence()).startsWith("connection refused connecting to ");
  }
}
