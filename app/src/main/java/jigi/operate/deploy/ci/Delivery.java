package jigi.operate.deploy.ci;

import java.nio.charset.StandardCharsets;
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
}
