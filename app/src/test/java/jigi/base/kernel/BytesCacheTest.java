package jigi.base.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;

class BytesCacheTest {
  /** The key of the hash is another each time: what meets whom is, too. */
  @RepeatedTest(5)
  void whatIsKeptStaysThereWhileThereIsRoom() {
    BytesCache<Integer> cache = new BytesCache<>();
    for (int i = 0; i < 50_000; i++) {
      byte[] text = text(i);
      assertThat(cache.find(text, 0, text.length)).isNull();
      cache.keep(i);
    }
    assertThat(cache.size()).isEqualTo(50_000);
    for (int i = 0; i < 50_000; i++) {
      byte[] text = text(i);
      assertThat(cache.find(text, 0, text.length)).isEqualTo(i);
    }
  }

  private static byte[] text(int i) {
    return ("http_requests_total{path=\"/api/v1/resource" + i + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
