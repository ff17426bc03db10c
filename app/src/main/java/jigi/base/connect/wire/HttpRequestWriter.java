package jigi.base.connect.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request as bytes. */
final class HttpRequestWriter {
  private static final int SMALL = 1 << 14;

  private HttpRequestWriter() {}

  /** A large body goes out as it is, without a copy beside its head. */
  static void write(Http.Request request, OutputStream out) throws IOException {
    byte[] body = request.body();
    if (body.length <= SMALL) {
      out.write(bytes(request));
    } else {
      out.write(head(request));
      out.write(body);
    }
  }

  static byte[] bytes(Http.Request request) {
    byte[] head = head(request);
    byte[] body = request.body();
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] head(Http.Request request) {
    URI uri = request.uri();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
    headers.put("User-Agent", "Jigi");
    headers.put("Accept", "*/*");
    headers.putAll(request.headers());
    headers.put("Connection", "close");
    if (request.body().length > 0 || request.method().startsWith("P")) {
      headers.put("Content-Length", String.valueOf(request.body().length));
    }
    StringBuilder head = new StringBuilder();
    head.append(request.method().toUpperCase(Locale.ROOT)).append(' ').append(target(uri));
    head.append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
