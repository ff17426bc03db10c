package jigi.operate.deploy.ci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sends, before anything of it is believed.
 *
 * @param headers by names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Delivery(Function<String, @Nullable String> headers, byte[] body) {
  String header(String name) {
    String value = headers.apply(name);
    return value == null ? "" : value;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Takes the same time however much of it is right. */
  static boolean isSame(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }
}
