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
    if (client.isEmpty() || client.length() > 64 || !status.matches("[1-5][0-9][0-9]")) {
      return null;
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String plain = path.replaceAll("\\p{Cntrl}", "");
    return new Request(
        client.replaceAll("\\p{Cntrl}", ""),
        plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain,
        Integer.parseInt(status),
        upstream == null || upstream.isEmpty() || upstream.equals("-") ? null : upstream,
        seconds);
  }

  boolean refused() {
    return status >= 400;
  }
}
