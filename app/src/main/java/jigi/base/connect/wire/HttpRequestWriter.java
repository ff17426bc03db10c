package jigi.base.connect.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request as bytes. */
final class HttpRequestWriter {
  private static final int SMALL = 1 << 14;
  private static final List<String> OF_A_CONNECTION =
      List.of("host", "connection", "keep-alive", "transfer-encoding", "upgrade", "content-length");

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
    Map<String, String> headers = headers(request);
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

  /**
   * The head as HTTP/2 has it (RFC 9113, section 8.3): names in lower case, none of a connection.
   */
  static List<Map.Entry<String, String>> second(Http.Request request) {
    URI uri = request.uri();
    Map<String, String> headers = headers(request);
    List<Map.Entry<String, String>> all = new ArrayList<>();
    all.add(Map.entry(":method", request.method().toUpperCase(Locale.ROOT)));
    all.add(Map.entry(":scheme", uri.getScheme()));
    all.add(Map.entry(":authority", headers.get("Host")));
    all.add(Map.entry(":path", target(uri)));
    OF_A_CONNECTION.forEach(headers::remove);
    headers.forEach((name, value) -> all.add(Map.entry(name.toLowerCase(Locale.ROOT), value)));
    if (request.body().length > 0) {
      all.add(Map.entry("content-length", String.valueOf(request.body().length)));
    }
    return all;
  }

  /** What every request has, unless it says otherwise itself. */
  private static Map<String, String> headers(Http.Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", Http.host(request.uri()));
    headers.put("User-Agent", "Jigi");
    headers.put("Accept", "*/*");
    headers.putAll(request.headers());
    return headers;
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
