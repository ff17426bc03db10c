package jigi.detect.probe.expect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/** Takes a text out of an answer, for what comes after it. */
public sealed interface Extraction {
  /**
   * @param header by name; null when absent
   * @return null when it is not there
   */
  @Nullable String from(String body, Function<String, @Nullable String> header);

  /** {@code json $.token}, {@code header Location}, {@code body /id="([^"]+)"/}. */
  static Shape<Extraction> shape() {
    return Shapes.scalar(
        "where to find it in the answer",
        "json $.token, header Location or body /id=(\\d+)/",
        Map.of("type", "string"),
        Extraction::parse);
  }

  private static @Nullable Extraction parse(String text) {
    int space = text.indexOf(' ');
    String rest = space < 0 ? "" : text.substring(space + 1).strip();
    return switch (space < 0 ? "" : text.substring(0, space)) {
      case "json" -> {
        JsonPath path = JsonPath.parse(rest);
        yield path == null ? null : new FromJson(path);
      }
      case "header" -> rest.matches("[A-Za-z0-9-]+") ? new FromHeader(rest) : null;
      case "body" -> pattern(rest);
      default -> null;
    };
  }

  private static @Nullable Extraction pattern(String text) {
    if (text.length() < 3 || !text.startsWith("/") || !text.endsWith("/")) {
      return null;
    }
    try {
      return new FromBody(Pattern.compile(text.substring(1, text.length() - 1)));
    } catch (PatternSyntaxException e) {
      return null;
    }
  }

  /** A scalar of a JSON body. */
  record FromJson(JsonPath path) implements Extraction {
    @Override
    public @Nullable String from(String body, Function<String, @Nullable String> header) {
      return path.scalar(body);
    }
  }

  /** A header's value. */
  record FromHeader(String name) implements Extraction {
    @Override
    public @Nullable String from(String body, Function<String, @Nullable String> header) {
      return header.apply(name);
    }
  }

  /** The first group of a pattern, or all that it matches. */
  record FromBody(Pattern pattern) implements Extraction {
    @Override
    public @Nullable String from(String body, Function<String, @Nullable String> header) {
      Matcher matcher = pattern.matcher(body);
      return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
    }
  }
}
