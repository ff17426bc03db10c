package jigi.detect.metric.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Troubles;

/**
 * Delivers the queue, in order, one request at a time. A server that is away, or overloaded, is
 * asked again until it takes them; what it refuses for good is dropped, and said so.
 */
final class Sender implements AutoCloseable {
  static final String DOWN = "metric.remote-down";
  static final String REFUSED = "metric.remote-refused";
  static final String DROPPED = "metric.remote-dropped";

  private static final int BATCH_BYTES = 1 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int TOO_MANY = 429;
  private static final int LONGEST_TEXT = 200;

  private final DiskQueue queue;
  private final Wire wire;
  private final Troubles troubles;
  private final String server;
  private final SnappyPacker packer = new SnappyPacker();
  private final Thread thread;
  private volatile boolean healthy = true;
  private volatile long refusedRequests;
  private Duration pause = SHORTEST_PAUSE;

  /** What became of a request. */
  private enum Fate {
    TAKEN,
    REFUSED,
    LATER
  }

  Sender(DiskQueue queue, Wire wire, Troubles troubles, String server) {
    this.queue = queue;
    this.wire = wire;
    this.troubles = troubles;
    this.server = server;
    this.thread = Thread.ofPlatform().daemon().name("metric-remote").start(this::run);
  }

  /** Whether the last request was answered. */
  boolean healthy() {
    return healthy;
  }

  /** Requests that the server refused for good. */
  long refused() {
    return refusedRequests;
  }

  private void run() {
    try {
      while (!queue.closed()) {
        DiskQueue.Batch batch = queue.take(BATCH_BYTES, IDLE);
        if (batch != null) {
          deliver(batch);
        }
        if (queue.dropped() > 0) {
          raise(DROPPED, Map.of("bytes", String.valueOf(queue.dropped())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      healthy = false;
      raise(DOWN, Map.of("server", server, "error", String.valueOf(e)));
    }
  }

  private void deliver(DiskQueue.Batch batch) throws IOException, InterruptedException {
    switch (send(batch.entries())) {
      case TAKEN -> {
        pause = SHORTEST_PAUSE;
        if (!healthy) {
          healthy = true;
          troubles.clear(DOWN);
        }
        queue.done(batch.end());
      }
      case REFUSED -> {
        // One bad sample makes some servers refuse all that came with it.
        if (batch.entries().size() == 1 || oneByOne(batch.entries())) {
          queue.done(batch.end());
        }
      }
      case LATER -> {
        healthy = false;
        queue.pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    }
  }

  /** False when the server went away meanwhile: all are sent again, which does no harm. */
  private boolean oneByOne(List<byte[]> entries) throws InterruptedException {
    for (byte[] entry : entries) {
      if (send(List.of(entry)) == Fate.LATER) {
        return false;
      }
    }
    return true;
  }

  private Fate send(List<byte[]> entries) throws InterruptedException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    entries.forEach(message::writeBytes);
    try {
      Wire.Answer answer = wire.write(packer.pack(message.toByteArray()), TIMEOUT);
      if (answer.status() / 100 == 2) {
        return Fate.TAKEN;
      }
      String text = answer.status() + " " + answer.body().strip();
      text = text.substring(0, Math.min(LONGEST_TEXT, text.length()));
      if (answer.status() / 100 == 4 && !mayChange(answer.status())) {
        refusedRequests++;
        raise(REFUSED, Map.of("server", server, "answer", text));
        return Fate.REFUSED;
      }
      raise(DOWN, Map.of("server", server, "error", text));
    } catch (IOException e) {
      raise(DOWN, Map.of("server", server, "error", String.valueOf(e)));
    }
    return Fate.LATER;
  }

  /** Limits pass, and a wrong token or path is mended by people: the samples wait. */
  private static boolean mayChange(int status) {
    return status == TOO_MANY || status == 401 || status == 403 || status == 404 || status == 408;
  }

  private void raise(String key, Map<String, String> arguments) {
    troubles.raise(new Troubles.Trouble(key, key.replace('.', '-'), arguments));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
