package jigi.present.api.prometheus.write;

import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import jigi.metrics.MetricStore;
import jigi.metrics.storage.Appender;
import jigi.metrics.storage.Appender.Outcome;
import jigi.metrics.storage.SeriesRef;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples by https://prometheus.io/docs/specs/prw/remote_write_spec/, version 1.0. What can
 * be stored is stored even if other samples of the request cannot; those are counted in the answer.
 */
public final class RemoteWrite {
  /** Unpacked; Prometheus sends at most some 100 KiB by default. */
  private static final int LARGEST = 32 << 20;

  private static final long FUTURE_MS = 10 * 60_000;
  private static final String EVERY = "*";
  private static final int SERIES = 1 << 3 | Proto.BYTES;
  private static final int LABEL = 1 << 3 | Proto.BYTES;
  private static final int SAMPLE = 2 << 3 | Proto.BYTES;
  private static final int HISTOGRAM = 4 << 3 | Proto.BYTES;
  private static final int VALUE = 1 << 3 | Proto.FIXED64;
  private static final int TIME = 2 << 3 | Proto.VARINT;

  private final MetricStore store;
  private final Supplier<Set<String>> systems;
  private final Runnable seriesLimit;
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();

  /**
   * @param systems that exist
   * @param seriesLimit told when a series was refused because there are too many
   */
  public RemoteWrite(MetricStore store, Supplier<Set<String>> systems, Runnable seriesLimit) {
    this.store = store;
    this.systems = systems;
    this.seriesLimit = seriesLimit;
  }

  /** What is known of those who write for a system; the lock guards the rest. */
  private record Caller(ReentrantLock lock, LabelCache labels, Snappy snappy) {
    static Caller of(@Nullable String system) {
      return new Caller(new ReentrantLock(), new LabelCache(system), new Snappy());
    }
  }

  /** What became of one request's samples. */
  private static final class Tally {
    final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    int future;
    int invalid;
    int histograms;
    String firstInvalid = "";
  }

  public Reply write(Exchange exchange) {
    String system = systemOf(exchange);
    String type = exchange.header("content-type");
    if (type != null && type.contains("io.prometheus.write.v2")) {
      return answer(415, "remote write 2.0 is not spoken here: send prometheus.WriteRequest");
    }
    String encoding = exchange.header("content-encoding");
    if (encoding != null && !encoding.equals("snappy")) {
      return answer(415, encoding + " is not a compression of remote write 1.0: send snappy");
    }
    try {
      return take(exchange.body(), system, exchange.now().toEpochMilli());
    } catch (MalformedException e) {
      return answer(400, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      // The sender keeps what is refused so, and sends it again.
      return answer(503, String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    }
  }

  Reply take(byte[] packed, @Nullable String system, long now) throws MalformedException {
    Tally tally = new Tally();
    Caller caller =
        callers.computeIfAbsent(system == null ? EVERY : system, key -> Caller.of(system));
    Appender appender = store.appender();
    try {
      caller.lock.lock();
      try {
        caller.snappy.unpack(packed, LARGEST);
        Proto wire = new Proto(caller.snappy.bytes(), 0, caller.snappy.size());
        while (wire.more()) {
          int tag = wire.tag();
          if (tag == SERIES) {
            int outer = wire.enter();
            series(wire, caller.labels, appender, tally, now);
            wire.leave(outer);
          } else {
            wire.skip(tag);
          }
        }
      } finally {
        caller.snappy.clear();
        caller.lock.unlock();
      }
      appender.commit();
    } finally {
      appender.rollback();
    }
    return answer(tally);
  }

  /** Labels come first and stand together, as every sender writes them. */
  private static void series(Proto wire, LabelCache cache, Appender appender, Tally tally, long now)
      throws MalformedException {
    int from = wire.at;
    int to = from;
    SeriesRef series = null;
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == LABEL) {
        if (series != null) {
          throw new MalformedException("labels after the samples of their series");
        }
        wire.skip(tag);
        to = wire.at;
      } else if (tag == SAMPLE) {
        if (series == null) {
          series = reference(wire, from, to, cache, appender, tally);
        }
        if (series == null) {
          return;
        }
        int outer = wire.enter();
        sample(wire, series, appender, tally, now);
        wire.leave(outer);
      } else {
        if (tag == HISTOGRAM) {
          tally.histograms++;
        }
        wire.skip(tag);
      }
    }
  }

  /** Null when the labels are none, or the series is one too many: the tally knows. */
  private static @Nullable SeriesRef reference(
      Proto wire, int from, int to, LabelCache cache, Appender appender, Tally tally) {
    try {
      SeriesRef series = cache.get(wire.bytes, from, to, appender);
      if (series == null) {
        tally.outcomes.merge(Outcome.SERIES_LIMIT, 1, Integer::sum);
      }
      return series;
    } catch (MalformedException e) {
      if (tally.invalid++ == 0) {
        tally.firstInvalid = String.valueOf(e.getMessage());
      }
      return null;
    }
  }

  private static void sample(Proto wire, SeriesRef series, Appender appender, Tally tally, long now)
      throws MalformedException {
    double value = 0;
    long time = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case VALUE -> value = wire.fixed64();
        case TIME -> time = wire.varint();
        default -> wire.skip(tag);
      }
    }
    if (time > now + FUTURE_MS) {
      tally.future++;
      return;
    }
    Outcome outcome = appender.append(series, time, value);
    if (outcome != Outcome.ACCEPTED) {
      tally.outcomes.merge(outcome, 1, Integer::sum);
    }
  }

  private Reply answer(Tally tally) {
    StringBuilder out = new StringBuilder();
    say(out, "out of order sample or too old sample", count(tally, Outcome.TOO_OLD));
    say(out, "duplicate sample for timestamp", count(tally, Outcome.CONFLICT));
    say(out, "out of bounds", tally.future);
    say(out, "too many series", count(tally, Outcome.SERIES_LIMIT));
    say(out, "native histograms are not stored", tally.histograms);
    if (tally.invalid > 0) {
      say(out, "invalid labels (" + tally.firstInvalid + ")", tally.invalid);
    }
    if (count(tally, Outcome.SERIES_LIMIT) > 0) {
      seriesLimit.run();
    }
    return out.isEmpty() ? Reply.of(204, "text/plain; charset=utf-8", "") : answer(400, out + "");
  }

  private static int count(Tally tally, Outcome outcome) {
    return tally.outcomes.getOrDefault(outcome, 0);
  }

  private static void say(StringBuilder out, String what, int count) {
    if (count > 0) {
      out.append(out.isEmpty() ? "" : "; ").append(what).append(": ").append(count);
    }
  }

  private static Reply answer(int status, String text) {
    return Reply.of(status, "text/plain; charset=utf-8", text + "\n");
  }

  /** The system that the sender writes for; null for one who may write for all and names none. */
  private @Nullable String systemOf(Exchange exchange) {
    Visitor visitor = exchange.visitor();
    String asked = exchange.find("system");
    if (asked != null) {
      if (!may(visitor, asked)) {
        throw Problem.forbidden("ingest", asked);
      }
      return asked;
    }
    if (may(visitor, EVERY)) {
      return null;
    }
    return systems.get().stream()
        .filter(system -> may(visitor, system))
        .findFirst()
        .orElseThrow(() -> Problem.forbidden("ingest", "a system"));
  }

  private static boolean may(Visitor visitor, String system) {
    return visitor.roles().test(system, "ingest") || visitor.may(system, "edit");
  }
}
