package jigi.detect.metric.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.kernel.Troubles;
import jigi.metrics.MetricStore;
import jigi.metrics.model.Labels;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.metrics.promql.PromQlException;
import jigi.metrics.promql.QueryOptions;
import jigi.metrics.promql.QueryResult;
import jigi.metrics.storage.Appender;

/**
 * A server that speaks Prometheus's remote write and query API. Expressions are evaluated there, in
 * its version of PromQL.
 */
public final class RemoteMetricStore implements MetricStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Wire wire;
  private final String server;
  private final DiskQueue queue;
  private final Sender sender;
  private final RemoteAppender.Newest newest = new RemoteAppender.Newest();
  private volatile ExternalMatchers external = ExternalMatchers.NONE;

  /**
   * @param directory of the queue
   * @param troubles told when the server is away, refuses samples, or was away for too long
   * @throws IOException if the directory cannot be read or written
   */
  public RemoteMetricStore(RemoteSettings settings, Path directory, Troubles troubles)
      throws IOException {
    this.wire = new Wire(settings);
    this.server = settings.base().toString();
    this.queue = new DiskQueue(directory, settings.queueBytes());
    this.sender = new Sender(queue, wire, troubles, server);
  }

  /** Replaces what tells a system's series apart on the server. */
  public void external(ExternalMatchers matchers) {
    external = matchers;
  }

  /** Bytes on disk, of which the last ones wait, and those before are kept until a file is full. */
  public long waiting() {
    return queue.bytes();
  }

  /** Whether the server has taken all that was written. */
  boolean isDelivered() {
    return queue.isDelivered();
  }

  @Override
  public Appender appender() {
    return new RemoteAppender(queue, sender, newest, external);
  }

  @Override
  public QueryResult query(Expr expr, long atMs, QueryOptions options) {
    return Answers.result(ask("query", form(expr, options) + "&time=" + seconds(atMs), options));
  }

  @Override
  public QueryResult.Matrix queryRange(
      Expr expr, long startMs, long endMs, long stepMs, QueryOptions options) {
    return Answers.matrix(
        ask(
            "query_range",
            form(expr, options) + range(startMs, endMs) + "&step=" + seconds(stepMs),
            options));
  }

  private String form(Expr expr, QueryOptions options) {
    String form = "query=" + encoded(external.map(expr).toString());
    return options.lookback().equals(QueryOptions.DEFAULT.lookback())
        ? form
        : form + "&lookback_delta=" + seconds(options.lookback().toMillis());
  }

  @Override
  public SortedSet<String> labelNames(List<Matcher> matchers, long fromMs, long toMs) {
    return texts(ask("labels", match(matchers) + range(fromMs, toMs), QueryOptions.DEFAULT));
  }

  @Override
  public SortedSet<String> labelValues(
      String name, List<Matcher> matchers, long fromMs, long toMs) {
    try {
      String path = "label/" + encoded(name) + "/values";
      return texts(
          Answers.data(wire.get(path, match(matchers) + range(fromMs, toMs), PATIENCE), server));
    } catch (IOException e) {
      throw Answers.unavailable(server, String.valueOf(e));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public List<Labels> series(List<Matcher> matchers, long fromMs, long toMs) {
    String any = matchers.isEmpty() ? "match[]=" + encoded("{__name__=~\".+\"}") : match(matchers);
    List<Labels> all = new ArrayList<>();
    ask("series", any + range(fromMs, toMs), QueryOptions.DEFAULT)
        .forEach(one -> all.add(Answers.labels(one)));
    all.sort(null);
    return all;
  }

  private String match(List<Matcher> matchers) {
    if (matchers.isEmpty()) {
      return "";
    }
    String inner =
        external.map(matchers).stream().map(Matcher::toString).collect(Collectors.joining(","));
    return encoded("match[]") + "=" + encoded("{" + inner + "}");
  }

  private JsonNode ask(String path, String form, QueryOptions options) {
    if (options.cancelled().getAsBoolean()) {
      throw new PromQlException(PromQlException.Kind.CANCELLED, "the query was cancelled");
    }
    Duration limit = options.limits().time();
    try {
      return Answers.data(
          wire.ask(path, form, limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE), server);
    } catch (IOException e) {
      throw Answers.unavailable(server, String.valueOf(e));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static PromQlException interrupted() {
    Thread.currentThread().interrupt();
    return new PromQlException(PromQlException.Kind.CANCELLED, "the query was cancelled");
  }

  private static SortedSet<String> texts(JsonNode data) {
    SortedSet<String> texts = new TreeSet<>();
    data.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** Bounds that no server knows are left out: they mean all that there is. */
  private static String range(long fromMs, long toMs) {
    long latest = 253_402_300_799_000L;
    return (fromMs > 0 ? "&start=" + seconds(fromMs) : "")
        + (toMs < latest ? "&end=" + seconds(toMs) : "");
  }

  private static String seconds(long ms) {
    return java.math.BigDecimal.valueOf(ms, 3).toPlainString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void delete(List<Matcher> matchers, long fromMs, long toMs) {
    throw new UnsupportedOperationException("the samples are kept by another server: delete there");
  }

  @Override
  public void cleanTombstones() {
    throw new UnsupportedOperationException("the samples are kept by another server: delete there");
  }

  @Override
  public void close() {
    try {
      queue.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sender.close();
      wire.close();
    }
  }
}
