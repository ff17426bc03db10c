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
 */
public record At(@Nullable String host, int port) {
  private static final Pattern FORM = Pattern.compile("(?:([A-Za-z0-9_.-]+):)?([0-9]{1,5})");

  /** {@code 9001}, {@code backend-blue:8080}. */
  public static Shape<At> shape() {
    return Shapes.scalar(
        "a port, or a host with one",
        "9001",
        Map.of("type", java.util.List.of("integer", "string")),
        At::parse);
  }

  private static @Nullable At parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int port = Integer.parseInt(matcher.group(2));
    return port < 1 || port > 65535 ? null : new At(matcher.group(1), port);
  }

  /** {@code 127.0.0.1:9001}. */
  public String authority() {
    return (host == null ? "127.0.0.1" : host) + ":" + port;
  }

  public URI uri() {
    return URI.create("http://" + authority());
  }
}
