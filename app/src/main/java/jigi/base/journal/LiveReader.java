package jigi.base.journal;

import java.util.function.Consumer;

/** Calls a listener with what is recorded from now on. */
final class LiveReader extends Reader {
  private final Consumer<Event> listener;
  private final long from;

  LiveReader(Means means, Following following, long from, Consumer<Event> listener) {
    super(means, following);
    this.from = from;
    this.listener = listener;
  }

  @Override
  long begin() {
    return from;
  }

  @Override
  void handle(Event event) {
    listener.accept(event);
  }
}
