package jigi.detect.metric.remote;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which server keeps the metrics.
 *
 * @param base of its API: {@code /api/v1/query} and its like lie below
 * @param write where remote write is taken
 * @param token the file of a bearer token, read at each use; null for a server that asks for none
 * @param queueBytes what may wait on disk while the server is away
 */
public record RemoteSettings(URI base, URI write, @Nullable Path token, long queueBytes) {
  private static final long QUEUE = 1L << 30;

  /** A server that keeps both at Prometheus's paths. */
  public static RemoteSettings of(String url, @Nullable String write, @Nullable Path token) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return new RemoteSettings(
        URI.create(base), URI.create(write == null ? base + "/api/v1/write" : write), token, QUEUE);
  }
}
