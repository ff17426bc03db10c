package jigi.detect.probe.ntp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Component;
import jigi.testing.Faketime;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ntp probe at chrony, and at servers that answer what chrony never would. */
@Timeout(90)
class NtpProbeTest {

  @TempDir Path folder;

  private ProbeResult probe(int port, String keys) {
    try {
      return OneProbe.run(folder, "{ntp: '127.0.0.1:" + port + "', timeout: 1s" + keys + "}");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** It serves its machine's clock and does not touch it. */
  private Process chrony(int port, String settings, Map<String, String> environment)
      throws IOException {
    Path config = folder.resolve("chrony.conf");
    Files.writeString(
        config,
        "port %d\nbindaddress 127.0.0.1\nallow 127.0.0.1\ncmdport 0\nbindcmdaddress /\npidfile %s\n%s"
            .formatted(port, folder.resolve("pid"), settings));
    ProcessBuilder builder =
        new ProcessBuilder(
            Component.CHRONY.path().toString(), "-d", "-x", "-f", config.toString(), "-u", "root");
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("chrony.log").toFile())
        .start();
  }

  private ProbeResult until(int port, Status wanted, String keys) {
    return Until.found(
        wanted.name(),
        () -> {
          ProbeResult result = probe(port, keys);
          return result.status() == wanted ? result : null;
        },
        () -> probe(port, keys).evidence());
  }

  @Test
  @Needs("chrony")
  void asksARealServerThatIsHungAndStopped() throws Exception {
    int port = freePort();
    assertThat(probe(port, "").evidence()).startsWith("the port is closed");
    Process chrony = chrony(port, "local stratum 8\n", Map.of());
    try {
      ProbeResult good = until(port, Status.OK, ", expect: [offset < 0.1, stratum < 9]");
      assertThat(good.evidence()).contains("this machine's clock is 0.0", "stratum 8");
      Map<String, Double> samples = OneProbe.samples(good);
      assertThat(samples).containsEntry("ntp_stratum", 8.0);
      assertThat(Objects.requireNonNull(samples.get("ntp_offset_seconds")))
          .isCloseTo(0, Offset.offset(0.1));
      assertThat(samples.get("ntp_delay_seconds")).isBetween(0.0, 0.5);
      assertThat(probe(port, ", expect: [stratum < 4]").status()).isEqualTo(Status.FAIL);
      signal(chrony, "STOP");
      ProbeResult hung = probe(port, "");
      signal(chrony, "CONT");
      assertThat(hung.evidence()).startsWith("no answer");
      until(port, Status.OK, "");
    } finally {
      chrony.destroyForcibly().waitFor();
    }
    assertThat(probe(port, "").status()).isEqualTo(Status.FAIL);
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("/bin/kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  @Test
  @Needs("chrony")
  void aServerThatDoesNotKnowTheTimeFails() throws Exception {
    int port = freePort();
    Process chrony = chrony(port, "", Map.of());
    try {
      Until.so(
          "answering",
          () -> probe(port, "").evidence().contains("not synchronised"),
          () -> probe(port, "").evidence());
      ProbeResult lost = probe(port, "");
      assertThat(lost.status()).isEqualTo(Status.FAIL);
      assertThat(OneProbe.samples(lost)).doesNotContainKey("ntp_offset_seconds");
    } finally {
      chrony.destroyForcibly().waitFor();
    }
  }

  @Test
  @Needs({"chrony", "faketime"})
  void aClockThatIsOffIsMeasured() throws Exception {
    int port = freePort();
    Path clock = Files.writeString(folder.resolve("clock"), "+90s");
    Process chrony = chrony(port, "local stratum 8\n", Faketime.environment(clock));
    try {
      ProbeResult off = until(port, Status.FAIL, "");
      Until.so(
          "measured",
          () -> probe(port, "").evidence().contains("behind"),
          () -> probe(port, "").evidence() + off.evidence());
      ProbeResult behind = probe(port, "");
      assertThat(behind.evidence()).contains("expected offset < 1", " s behind");
      assertThat(Objects.requireNonNull(OneProbe.samples(behind).get("ntp_offset_seconds")))
          .isCloseTo(90, Offset.offset(0.5));
      assertThat(probe(port, ", expect: [offset < 120]").status()).isEqualTo(Status.OK);
    } finally {
      chrony.destroyForcibly().waitFor();
    }
  }

  /** Answers as a synchronised server of stratum 2 whose answer was changed. */
  private ProbeResult answered(UnaryOperator<ByteBuffer> changed) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                DatagramPacket asked = new DatagramPacket(new byte[100], 100);
                try {
                  socket.receive(asked);
                  ByteBuffer answer = ByteBuffer.wrap(asked.getData().clone(), 0, 48);
                  long mark = answer.getLong(40);
                  answer.put(0, (byte) (4 << 3 | 4)).put(1, (byte) 2);
                  answer.putLong(24, mark).putLong(32, mark).putLong(40, mark);
                  byte[] bytes = changed.apply(answer).array();
                  socket.send(new DatagramPacket(bytes, 48, asked.getSocketAddress()));
                } catch (IOException closed) {
                  assertThat(socket.isClosed()).isTrue();
                }
              });
      return probe(socket.getLocalPort(), "");
    }
  }

  @Test
  void refusalsAndForgedAnswersAreToldApart() throws Exception {
    assertThat(answered(good -> good).status()).isEqualTo(Status.OK);
    ProbeResult kiss =
        answered(a -> a.put(1, (byte) 0).put(12, "RATE".getBytes(StandardCharsets.US_ASCII)));
    assertThat(kiss.status()).isEqualTo(Status.FAIL);
    assertThat(kiss.evidence()).isEqualTo("the time server refuses: RATE");
    assertThat(answered(a -> a.put(0, (byte) (3 << 6 | 4 << 3 | 4))).evidence())
        .contains("not synchronised");
    assertThat(answered(a -> a.putLong(24, 4711)).evidence()).startsWith("no answer");
    assertThat(answered(a -> a.put(0, (byte) (4 << 3 | 3))).evidence()).startsWith("no answer");
    assertThat(
            answered(a -> a.putLong(32, a.getLong(32) - (7L << 32)).putLong(40, a.getLong(32)))
                .evidence())
        .contains(" s ahead");
  }

  @Test
  void secondsGoOnBeyondTheEraOfNtp() {
    for (String text : List.of("2026-03-01T00:00:00.5Z", "2036-02-07T06:28:20.25Z")) {
      Instant at = Instant.parse(text);
      assertThat(NtpPacket.instant(NtpPacket.stamp(at), at.plusSeconds(1_000_000))).isEqualTo(at);
    }
  }
}
