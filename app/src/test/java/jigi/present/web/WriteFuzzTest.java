package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.present.api.prometheus.write.Wire;
import jigi.testing.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is sent to remote write is stored or refused as the sender's fault, at once. */
class WriteFuzzTest {
  private static final long NOW = Samples.NOW.toEpochMilli();

  private static byte[] message() {
    byte[] packed =
        Wire.request(
            Wire.series(1.5, NOW, "__name__", "a_total", "job", "x", "path", "/y?z=\"1\""),
            Wire.series(Double.NaN, NOW - 1000, "__name__", "b", "le", "+Inf"),
            Wire.series(-0.0, NOW, "__name__", "c"));
    // Length of two bytes, then a literal with a length of two bytes.
    return java.util.Arrays.copyOfRange(packed, 5, packed.length);
  }

  private static byte[] packed(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int rest = plain.length; ; rest >>>= 7) {
      out.write(rest < 128 ? rest : rest & 127 | 128);
      if (rest < 128) {
        break;
      }
    }
    if (plain.length > 0) {
      out.write(61 << 2);
      out.write(plain.length - 1);
      out.write(plain.length - 1 >> 8);
      out.writeBytes(plain);
    }
    return out.toByteArray();
  }

  @Test
  void storesOrRefuses() {
    run(1_500);
  }

  @Test
  @Tag("exhaustive")
  void storesOrRefusesForLong() {
    run(100_000);
  }

  private static void run(int rounds) {
    long seed = System.nanoTime();
    System.out.println("WriteFuzzTest seed " + seed);
    Mutations mutations = new Mutations(seed);
    byte[] plain = message();
    Map<Integer, Integer> seen = new TreeMap<>();
    try (Gallery gallery = new Gallery(0);
        Browser sender = Browser.withToken(gallery.server.port(), "t-ci")) {
      assertThat(write(sender, packed(plain)).statusCode()).isEqualTo(204);
      for (int round = 0; round < rounds; round++) {
        byte[] body =
            round % 3 == 0
                ? mutations.next(List.of(packed(plain)))
                : packed(mutations.next(List.of(plain)));
        long start = System.nanoTime();
        HttpResponse<String> answer = write(sender, body);
        assertThat(System.nanoTime() - start)
            .as("seed %d round %d", seed, round)
            .isLessThan(Duration.ofSeconds(10).toNanos());
        assertThat(answer.statusCode())
            .as("seed %d round %d: %s", seed, round, answer.body())
            .isIn(204, 400);
        seen.merge(answer.statusCode(), 1, Integer::sum);
      }
      assertThat(seen).containsOnlyKeys(204, 400);
    }
  }

  private static HttpResponse<String> write(Browser sender, byte[] body) {
    return sender.send(
        sender
            .request("/api/v1/write")
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }
}
