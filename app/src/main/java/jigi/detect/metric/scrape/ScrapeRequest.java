package jigi.detect.metric.scrape;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.ClientCertificate;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Asks a target for its metrics, with what the configuration gives it along. */
final class ScrapeRequest {
  private static final int REDIRECTS = 10;
  private static final int LARGEST = 64 << 20;
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=1,*/*;q=0.1";

  private final ScrapeConfig config;
  private final Network network;
  private final Path folder;
  private final SecretSources environment;

  ScrapeRequest(ScrapeConfig config, Network network, Path folder, SecretSources environment) {
    this.config = config;
    this.network = network;
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * The body of the target's answer.
   *
   * @throws WireException for whatever is no whole answer with status 200
   * @throws Secret.Missing when what we show cannot be read
   */
  byte[] body(Target target) throws WireException, Secret.Missing, InterruptedException {
    Deadline deadline = Deadline.in(target.pace().timeout());
    Tls.Trust trust = trust();
    Map<String, String> headers = headers(target);
    URI at = target.url();
    for (int i = 0; ; i++) {
      Http.Response response =
          new Http(network)
              .exchange(
                  new Http.Request("GET", at, headers, new byte[0], limit(), trust),
                  AddressPolicy.STRICT,
                  deadline);
      URI next = redirect(at, response);
      if (next == null || i == REDIRECTS) {
        return whole(response);
      }
      if (!String.valueOf(next.getAuthority()).equals(at.getAuthority())) {
        headers.remove("Authorization");
      }
      at = next;
    }
  }

  private byte[] whole(Http.Response response) throws WireException {
    if (response.status() != 200) {
      throw WireException.fail("server returned HTTP status " + response.statusLine());
    }
    if (!response.whole()) {
      throw WireException.fail("body size limit exceeded (" + limit() + " bytes)");
    }
    return response.body();
  }

  private int limit() {
    int limit = config.limits().bodyBytes();
    return limit == 0 ? LARGEST : limit;
  }

  private @Nullable URI redirect(URI at, Http.Response response) {
    String location = response.header("location");
    boolean redirects =
        List.of(301, 302, 303, 307, 308).contains(response.status())
            && config.client().followRedirects();
    if (!redirects || location == null) {
      return null;
    }
    try {
      URI next = at.resolve(location);
      boolean http = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
      return http && next.getHost() != null ? next : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Map<String, String> headers(Target target) throws Secret.Missing {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", ACCEPT);
    if (config.client().compression()) {
      headers.put("Accept-Encoding", "gzip");
    }
    double seconds = target.pace().timeout().toMillis() / 1000.0;
    headers.put("X-Prometheus-Scrape-Timeout-Seconds", String.valueOf(seconds));
    for (Map.Entry<String, List<ScrapeConfig.Word>> header : config.client().headers().entrySet()) {
      for (ScrapeConfig.Word word : header.getValue()) {
        headers.put(header.getKey(), text(word));
      }
    }
    ScrapeConfig.Credentials who = config.client().credentials();
    if (who != null) {
      headers.put("Authorization", who.scheme() + " " + proof(who));
    }
    return headers;
  }

  private String proof(ScrapeConfig.Credentials who) throws Secret.Missing {
    ScrapeConfig.Word user = who.user();
    if (user == null) {
      return text(who.secret());
    }
    byte[] both = (text(user) + ":" + text(who.secret())).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(both);
  }

  private String text(ScrapeConfig.Word word) throws Secret.Missing {
    Secret secret = word.secret();
    return secret == null ? String.valueOf(word.written()) : secret.read(folder, environment);
  }

  private Tls.Trust trust() throws WireException, Secret.Missing {
    ScrapeConfig.TlsConfig tls = config.client().tls();
    String certificate = tls.certificate();
    ScrapeConfig.Word key = tls.key();
    String ca = tls.ca();
    return new Tls.Trust(
        ca == null ? null : folder.resolve(ca),
        certificate == null || key == null
            ? null
            : ClientCertificate.of(folder.resolve(certificate), text(key)),
        tls.serverName(),
        tls.skipVerify());
  }
}
