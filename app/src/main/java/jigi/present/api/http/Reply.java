package jigi.present.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Json;

/** What is sent back. */
public sealed interface Reply {
  /** A header of the answer. */
  record Header(String name, String value) {}

  /** A whole body, compressed on the way if that pays. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Content(int status, String type, byte[] body, List<Header> headers) implements Reply {
    public Content {
      headers = List.copyOf(headers);
    }

    public Content with(String name, String value) {
      List<Header> more = new ArrayList<>(headers);
      more.add(new Header(name, value));
      return new Content(status, type, body, more);
    }
  }

  /** A body that is written as it comes about: live events, live logs. */
  record Stream(String type, Writer writer) implements Reply {}

  /** Writes until it ends or the reader has gone, which shows as an IOException. */
  interface Writer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static Content of(int status, String type, String body) {
    return new Content(status, type, body.getBytes(StandardCharsets.UTF_8), List.of());
  }

  static Content html(String body) {
    return of(200, "text/html; charset=utf-8", body);
  }

  static Content text(String body) {
    return of(200, "text/plain; charset=utf-8", body);
  }

  static Content json(Object body) {
    return json(200, body);
  }

  static Content json(int status, Object body) {
    return of(status, "application/json", Json.write(body));
  }

  /** Sends the browser on with GET, as after every form. */
  static Content seeOther(String path) {
    return of(303, "text/plain; charset=utf-8", "").with("Location", path);
  }
}
