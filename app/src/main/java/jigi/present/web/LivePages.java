package jigi.present.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jigi.base.journal.Event;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.Scope;

/**
 * Tells open pages that something happened, so that they ask for themselves again. Only the kind
 * crosses the wire; what a reader may see is decided when the page asks.
 */
public final class LivePages implements AutoCloseable {
  private static final int BEAT_SECONDS = 10;
  private static final int MOST_READERS = 500;
  private static final String END = "";

  private record Reader(Scope scope, LinkedBlockingQueue<String> kinds) {}

  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  List<Route> routes() {
    return List.of(Route.get("/live", "Server-sent events: something happened.", this::follow));
  }

  /** Passes an event on; for {@code Journal.listen}. */
  public void on(Event event) {
    String system = event.what().system();
    for (Reader reader : readers) {
      if ((system == null || reader.scope().sees(system)) && reader.kinds().size() < 100) {
        reader.kinds().add(event.what().kind().name());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    readers.forEach(reader -> reader.kinds().add(END));
  }

  private Reply follow(Exchange exchange) {
    if (readers.size() >= MOST_READERS) {
      throw new jigi.present.api.http.Problem(
          503, "too-many-readers", MOST_READERS + " pages are open already", "close some");
    }
    Reader reader = new Reader(exchange.scope(), new LinkedBlockingQueue<>());
    return new Reply.Stream("text/event-stream", out -> write(reader, out));
  }

  private void write(Reader reader, OutputStream out) throws IOException, InterruptedException {
    readers.add(reader);
    try {
      send(out, "retry: 2000\nevent: hello\ndata: 1\n\n");
      while (!closed) {
        String kind = reader.kinds().poll(BEAT_SECONDS, TimeUnit.SECONDS);
        if (kind == null) {
          send(out, ": still here\n\n");
        } else if (!kind.equals(END)) {
          reader.kinds().clear();
          send(out, "event: change\ndata: " + kind + "\n\n");
        }
      }
    } finally {
      readers.remove(reader);
    }
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
