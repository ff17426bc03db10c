package jigi.base.connect.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request as bytes. */
final class HttpRequestWriter {
  private HttpRequestWriter() {}

  static byte[] bytes(Http.Request request) {
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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(request.body());
    return out.toByteArray();
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
