package jigi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.present.api.http.Answerer;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Listener;
import jigi.present.api.http.Reply;

/**
 * The house's port, from before there is a house: a load balancer and a person who ask while
 * another node leads, or while the house starts, are told so. It is opened aside, since a start
 * need not wait for it.
 */
final class Door implements AutoCloseable {
  /** Why nobody is in; the code and the words of an error of the API. */
  record Away(String code, String fact, String hint) implements Answerer {
    static final Away STARTING = new Away("starting", "Jigi is starting", "ask again in a second");

    @Override
    public Reply answer(Exchange exchange) {
      if (exchange.path().equals("/-/healthy")) {
        return Reply.text(code + "\n");
      }
      Map<String, String> error = Map.of("code", code, "fact", fact, "hint", hint);
      return Reply.json(503, Map.of("error", error)).with("Retry-After", "1");
    }
  }

  private final FutureTask<Listener> listener;

  Door(Options options) {
    listener =
        new FutureTask<>(
            () -> new Listener(options.bind(), options.port(), Away.STARTING, () -> Instant.EPOCH));
    Thread.ofPlatform().daemon().name("door").start(listener);
  }

  /**
   * From the next request on.
   *
   * @throws jigi.base.kernel.UserError {@code port-taken}
   */
  void serve(Answerer answerer, InstantSource clock) {
    opened().serve(answerer, clock);
  }

  private Listener opened() {
    try {
      return listener.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the port was opened", e);
    }
  }

  @Override
  public void close() {
    opened().close();
  }
}
