package jigi.base.connect.wire.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to the examples of RFC 7541, appendix C. */
class HpackTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static List<String> read(Hpack hpack, String block) throws BrokenHeaders {
    return hpack.decode(hex(block)).stream().map(h -> h.name() + ": " + h.value()).toList();
  }

  /** C.5 and C.6: three answers of one connection, whose table has 256 bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d|4803333037c1c0bf|88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3|4883640effc1c0bf|88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"
      })
  void readsTheAnswersOfTheRfc(String blocks) throws BrokenHeaders {
    Hpack hpack = new Hpack();
    assertThat(read(hpack, "3fe101")).as("a table of 256 bytes").isEmpty();
    String[] three = blocks.split("\\|");
    assertThat(read(hpack, three[0]))
        .containsExactly(
            ":status: 302",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com");
    assertThat(read(hpack, three[1]))
        .containsExactly(
            ":status: 307",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com");
    assertThat(read(hpack, three[2]))
        .containsExactly(
            ":status: 200",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:22 GMT",
            "location: https://www.example.com",
            "content-encoding: gzip",
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
  }

  @Test
  void readsWhatItWrites() throws BrokenHeaders {
    String value = "v".repeat(100_000);
    assertThat(
            new Hpack()
                .decode(Hpack.encode(List.of(Map.entry(":path", "/한글"), Map.entry("x", value)))))
        .containsExactly(new Hpack.Header(":path", "/한글"), new Hpack.Header("x", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // entry 0
        "be", // one of a table in which nothing is
        "ff8080808001", // a number without an end
        "3fe2ff03", // a table larger than was allowed
        "0085", // a name that breaks off
        "0081ff8100", // text of ones alone
        "00840000003f81ff" // and more
      })
  void refusesWhatIsNone(String block) {
    assertThatThrownBy(() -> new Hpack().decode(hex(block))).isInstanceOf(BrokenHeaders.class);
  }

  @Test
  void anyBytesAreReadOrRefused() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("HpackTest -Dseed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] block = new byte[random.nextInt(40)];
      random.nextBytes(block);
      try {
        assertThat(new Hpack().decode(block)).hasSizeLessThanOrEqualTo(40);
      } catch (BrokenHeaders e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
