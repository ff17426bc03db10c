package jigi.base.connect.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 exchange over a line that is open; closing it closes the line. */
public final class HttpLine implements Closeable {
  private final Line line;
  private final HttpResponseReader reader;
  private final HttpResponseReader.Head head;

  private HttpLine(Line line, HttpResponseReader reader, HttpResponseReader.Head head) {
    this.line = line;
    this.reader = reader;
    this.head = head;
  }

  /**
   * Asks, and reads the head of the answer; the line is closed when that fails.
   *
   * @param doing {@code talking to /var/run/docker.sock}
   */
  public static HttpLine ask(Line line, Http.Request request, String doing) throws WireException {
    try {
      line.out().write(HttpRequestWriter.bytes(request));
      line.out().flush();
      HttpResponseReader reader = new HttpResponseReader(line.in(), request.method());
      return new HttpLine(line, reader, reader.head());
    } catch (IOException e) {
      WireException failure = WireException.of(doing, e);
      abandon(line, failure);
      throw failure;
    } catch (WireException e) {
      abandon(line, e);
      throw e;
    }
  }

  private static void abandon(Line line, WireException failure) {
    try {
      line.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  public int status() {
    return head.status();
  }

  /** Null when there is none. */
  public @Nullable String header(String name) {
    List<String> values = head.headers().get(name.toLowerCase(java.util.Locale.ROOT));
    return values == null ? null : String.join(", ", values);
  }

  /** The body's first bytes, at most as many as the limit, as UTF-8. */
  public String text(int limit) throws IOException, WireException {
    return new String(reader.body(head, limit), StandardCharsets.UTF_8);
  }

  /** The body as it arrives, for answers that go on. */
  public InputStream stream() {
    return reader.stream(head);
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
