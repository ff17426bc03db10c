package jigi.standin;

import java.nio.charset.StandardCharsets;

/** A response: status, media type and body. */
record Answer(int status, String type, String body) {
  static Answer text(int status, String body) {
    return new Answer(status, "text/plain; charset=utf-8", body);
  }

  static Answer html(int status, String body) {
    return new Answer(status, "text/html; charset=utf-8", body);
  }

  /** Guesses the media type from the first character, as a person would. */
  static Answer guessed(int status, String body) {
    if (body.startsWith("{") || body.startsWith("[")) {
      return new Answer(status, "application/json", body);
    }
    return body.startsWith("<") ? html(status, body) : text(status, body);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
