package jigi.detect.probe.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UdpProbeTest {
  @TempDir Path folder;

  /** Answers "pong 2" to two bytes; says nothing to what begins with a zero. */
  private static void answer(DatagramSocket socket) {
    DatagramPacket asked = new DatagramPacket(new byte[100], 100);
    while (!socket.isClosed()) {
      try {
        socket.receive(asked);
        if (asked.getData()[0] != 0) {
          byte[] pong = ("pong " + asked.getLength()).getBytes(StandardCharsets.UTF_8);
          socket.send(new DatagramPacket(pong, pong.length, asked.getSocketAddress()));
        }
        asked.setLength(100);
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void judgesWhatComesBackAndTellsSilenceFromAClosedPort() throws Exception {
    int port;
    Thread answering;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      answering = Thread.ofVirtual().start(() -> answer(socket));
      ProbeResult good = probe(port, "send: hi, expect: ['body == \"pong 2\"', size == 6B]");
      assertThat(good.status()).as(good.evidence()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(good)).containsEntry("probe_udp_answer_bytes", 6.0);
      assertThat(probe(port, "send-hex: 01ff").evidence()).isEqualTo("6 bytes: \"pong 2\"");
      assertThat(probe(port, "send: hi, expect: ['body == \"ping\"']").status())
          .isEqualTo(Status.FAIL);
      assertThat(probe(port, "send-hex: '00', timeout: 300ms").evidence()).contains("no answer");
    }
    // Until the one who receives has been woken, the port is open although its socket is closed.
    answering.join();
    ProbeResult closed = probe(port, "send: hi, timeout: 2s");
    assertThat(closed.status()).isEqualTo(Status.FAIL);
    assertThat(closed.evidence()).contains("closed");
  }

  private ProbeResult probe(int port, String keys) throws InterruptedException {
    return OneProbe.run(folder, "{udp: '127.0.0.1:" + port + "', " + keys + "}");
  }
}
