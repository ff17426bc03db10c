package jigi.present.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Hash;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Gzip;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;

/**
 * Style sheets, scripts and pictures. Their addresses carry a hash of their content, so that a
 * browser keeps them for ever and never shows an old one.
 */
public final class Assets {
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
  private static final List<String> NAMES =
      List.of(
          "base.css",
          "layout.css",
          "now.css",
          "service.css",
          "status.css",
          "architecture.css",
          "run.css",
          "incident.css",
          "runbook.css",
          "query.css",
          "calendar.css",
          "backup.css",
          "deploy.css",
          "checklist.css",
          "report.css",
          "manual.css",
          "sign-in.css",
          "live.js",
          "query.js",
          "icon.svg");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Asset(String type, byte[] plain, byte[] gzip, String tag) {}

  private final Map<String, Asset> assets = new TreeMap<>();

  public Assets() {
    for (String name : NAMES) {
      add(name, "/web/" + name);
    }
    add("htmx.js", HTMX);
  }

  /** The address of an asset. */
  public String url(String name) {
    return "/assets/" + asset(name).tag() + "/" + name;
  }

  Reply.Content serve(Exchange exchange) {
    Asset asset = assets.get(exchange.variable("name"));
    if (asset == null) {
      throw Problem.notFound("asset " + exchange.variable("name"));
    }
    boolean current = asset.tag().equals(exchange.variable("tag"));
    String accepts = exchange.header("accept-encoding");
    boolean packed = accepts != null && accepts.contains("gzip");
    Reply.Content content =
        new Reply.Content(200, asset.type(), packed ? asset.gzip() : asset.plain(), List.of())
            .with("Cache-Control", current ? FOR_EVER : "no-cache")
            .with("Vary", "Accept-Encoding");
    return packed ? content.with("Content-Encoding", "gzip") : content;
  }

  private Asset asset(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("no such asset: " + name);
    }
    return asset;
  }

  private void add(String name, String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      byte[] plain = in.readAllBytes();
      assets.put(
          name, new Asset(type(name), plain, Gzip.of(plain), Hash.of(plain).substring(0, 12)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String name) {
    if (name.endsWith(".css")) {
      return "text/css; charset=utf-8";
    }
    return name.endsWith(".js") ? "text/javascript; charset=utf-8" : "image/svg+xml";
  }
}
