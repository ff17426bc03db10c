package jigi.present.api.prometheus.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import jigi.metrics.model.Labels;
import org.junit.jupiter.api.Test;

class LabelCacheTest {
  @Test
  void givesTheSameLabelsAgain() throws MalformedException {
    LabelCache cache = new LabelCache(null);
    byte[] wire = Wire.labels("__name__", "up", "job", "api", "kind", "한글");
    Labels first = cache.get(wire, 0, wire.length);
    assertThat(first).isEqualTo(Labels.of("__name__", "up", "job", "api", "kind", "한글"));
    byte[] plain = Wire.labels("__name__", "up", "job", "api");
    assertThat(cache.get(plain, 0, plain.length)).isSameAs(cache.get(plain, 0, plain.length));
  }

  @Test
  void addsTheSendersSystem() throws MalformedException {
    LabelCache cache = new LabelCache("shop");
    for (int i = 0; i < 2; i++) {
      byte[] plain = Wire.labels("__name__", "up", "zone", "a");
      assertThat(cache.get(plain, 0, plain.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop", "zone", "a"));
      byte[] last = Wire.labels("__name__", "up");
      assertThat(cache.get(last, 0, last.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop"));
      byte[] own = Wire.labels("__name__", "up", "system", "other");
      assertThat(cache.get(own, 0, own.length))
          .isEqualTo(Labels.of("__name__", "up", "system", "shop", "exported_system", "other"));
    }
  }

  @Test
  void keepsManySeriesApart() throws MalformedException {
    LabelCache cache = new LabelCache("shop");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 30_000; i++) {
        byte[] wire = Wire.labels("__name__", "x", "i", String.valueOf(i));
        assertThat(cache.get(wire, 0, wire.length).get("i")).isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void refusesWhatIsNoSeries() {
    refused("without a metric name", Wire.labels("job", "api"));
    refused("duplicated label job", Wire.labels("__name__", "x", "job", "a", "job", "b"));
    refused("without a name", Wire.labels("__name__", "x", "", "b"));
    byte[] wire = Wire.labels("__name__", "x?");
    wire[wire.length - 1] = (byte) 0xFF;
    refused("not UTF-8", wire);
  }

  private static void refused(String why, byte[] wire) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new LabelCache(null).get(wire, 0, wire.length))
        .withMessageContaining(why);
  }

  @Test
  void changedBytesAreReadOrRefusedAndNeverMistaken() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    LabelCache warm = new LabelCache("shop");
    byte[] good = Wire.labels("__name__", "http_requests_total", "code", "200", "path", "/a");
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] wire = good.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      int end = random.nextInt(4) == 0 ? random.nextInt(wire.length) : wire.length;
      try {
        Labels expected = new LabelCache("shop").get(wire, 0, end);
        assertThat(warm.get(wire, 0, end)).as("seed %d", seed).isEqualTo(expected);
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }
}
