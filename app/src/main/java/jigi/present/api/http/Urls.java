package jigi.present.api.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses within the site. */
public final class Urls {
  private Urls() {}

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A path whose segments may hold anything but a slash. */
  public static String path(String text) {
    return encode(text).replace("+", "%20").replace("%2F", "/");
  }

  /** The path to go to after a form, {@code /} unless it is a path of this very site. */
  public static String local(@Nullable String path) {
    if (path == null || !path.startsWith("/") || path.startsWith("//") || path.startsWith("/\\")) {
      return "/";
    }
    return path.chars().allMatch(c -> c > 0x20 && c < 0x7f) ? path : "/";
  }
}
