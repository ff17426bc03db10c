package jigi.operate.deploy.runtime;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * Where a colour answers.
 *
 * @param host null: a port of this machine
 * @param tls whether it is asked by https
 */
public record At(@Nullable String host, int port, boolean tls) {
  private static final Pattern FORM =
      Pattern.compile("(?:(https://)?([A-Za-z0-9_.-]+):)?([0-9]{1,5})");

  /** {@code 9001}, {@code backend-blue:8080}, {@code https://shop.example.com:443}. */
  public static Shape<At> shape() {
    return Shapes.scalar(
        "a port, or a host with one, with https:// before it where it speaks TLS",
        "9001",
        Map.of("type", java.util.List.of("integer", "string")),
        At::parse);
  }

  private static @Nullable At parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int port = Integer.parseInt(matcher.group(3));
    boolean tls = matcher.group(1) != null;
    return port < 1 || port > 65535 ? null : new At(matcher.group(2), port, tls);
  }

  /** {@code 127.0.0.1:9001}. */
  public String authority() {
    return (host == null ? "127.0.0.1" : host) + ":" + port;
  }

  public URI uri() {
    return URI.create((tls ? "https://" : "http://") + authority());
  }
}
