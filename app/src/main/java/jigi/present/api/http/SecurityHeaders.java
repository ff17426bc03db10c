package jigi.present.api.http;

import java.util.List;

/** The headers that every answer carries. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
          + "manifest-src 'self'";

  private static final List<Reply.Header> ALWAYS =
      List.of(
          new Reply.Header("Content-Security-Policy", POLICY),
          new Reply.Header("X-Content-Type-Options", "nosniff"),
          new Reply.Header("X-Frame-Options", "DENY"),
          new Reply.Header("Referrer-Policy", "same-origin"),
          new Reply.Header("Cross-Origin-Opener-Policy", "same-origin"),
          new Reply.Header("Cross-Origin-Resource-Policy", "same-origin"),
          new Reply.Header("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));
  private static final Reply.Header STRICT =
      new Reply.Header("Strict-Transport-Security", "max-age=31536000");

  private SecurityHeaders() {}

  static List<Reply.Header> of(boolean secure) {
    if (!secure) {
      return ALWAYS;
    }
    return java.util.stream.Stream.concat(ALWAYS.stream(), java.util.stream.Stream.of(STRICT))
        .toList();
  }
}
