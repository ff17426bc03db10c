package jigi.detect.probe.log;

import org.jspecify.annotations.Nullable;

/**
 * What a line of an access log tells.
 *
 * @param path without its query, at most 200 characters
 * @param status of HTTP, 100 to 599
 * @param upstream that answered; null where the format does not name it
 * @param seconds that it took; negative where the format does not tell
 */
record Request(String client, String path, int status, @Nullable String upstream, double seconds) {
  private static final int LONGEST = 200;

  /** Null when the parts cannot be those of a request. */
  static @Nullable Request of(
      String client, String target, String status, @Nullable String upstream, double seconds) {
    if (client.isEmpty() || client.length() > 64 || !isStatus(status)) {
      return null;
    }
    int query = target.indexOf('?');
    String path = printable(query < 0 ? target : target.substring(0, query));
    return new Request(
        printable(client),
        path.length() > LONGEST ? path.substring(0, LONGEST) + "…" : path,
        Integer.parseInt(status),
        upstream == null || upstream.isEmpty() || upstream.equals("-") ? null : upstream,
        seconds);
  }

  private static boolean isStatus(String text) {
    return text.length() == 3
        && text.charAt(0) >= '1'
        && text.charAt(0) <= '5'
        && isDigit(text.charAt(1))
        && isDigit(text.charAt(2));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Without control characters, which few texts have: every line of a log comes by here. */
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cntrl}", "");
      }
    }
    return text;
  }

  boolean refused() {
    return status >= 400;
  }
}
