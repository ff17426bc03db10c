package jigi.detect.probe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.wire.Http;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.SecretText;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Extraction;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP and judges the answer. */
public final class HttpKind implements ProbeKind {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Set<String> SUBJECTS =
      Set.of("status", "time", "body", "json", "header", "fresh");

  private static final String SECOND = "2";

  private static final Field<URI> URL =
      Field.required(
          "http", url(), "The address to ask; with 'connection' a path below that one's.");
  private static final Field<String> CONNECTION =
      Field.optional("connection", Shapes.name(), "The connection, one of 'connections'.");
  private static final Field<String> METHOD =
      Field.optional(
          "method",
          Shapes.scalar(
              "an HTTP method",
              "GET",
              Map.of("enum", METHODS.stream().sorted().toList()),
              text -> METHODS.contains(text) ? text : null),
          "GET",
          "The request's method.");
  private static final Field<Map<String, SecretText>> HEADERS =
      Field.optional(
          "headers", Shapes.mapOf(SecretText.shape()), "Request headers; a value may be a secret.");
  private static final Field<String> BODY =
      Field.optional("body", Shapes.text(), "The request's body.");
  private static final Field<Integer> FOLLOW =
      Field.optional(
          "follow",
          Shapes.integer(0, 10),
          "0",
          "How many redirects to follow; 0 judges the first.");
  private static final Field<Boolean> PHASES =
      Field.optional(
          "phases",
          Shapes.bool(),
          "false",
          "Whether the time of each phase is kept, a series each.");
  private static final Field<Map<String, Extraction>> VALUES =
      Field.optional(
          "values",
          Shapes.mapOf(Extraction.shape()),
          "Numbers of the answer that are kept, by name.");
  private static final Field<Spread> INSTANCES =
      Field.optional(
          "instances",
          Spread.shape(),
          "That several instances answer: asked again until so many different ones did.");
  private static final Field<List<String>> ALLOW =
      Field.optional(
          "allow",
          Shapes.listOf(Shapes.text()),
          "Link-local or metadata hosts and addresses that may be asked all the same.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<String> VERSION =
      Field.optional(
          "version",
          Shapes.scalar(
              "a version of HTTP that is spoken here",
              "2",
              Map.of("enum", List.of(1.1, 2)),
              text -> text.equals("1.1") || text.equals(SECOND) ? text : null),
          "1.1",
          "The protocol's version to be spoken; 2 with https, where the server has to agree.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(SUBJECTS, "What the answer must be like.", "status < 400");

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(
        URL,
        CONNECTION,
        METHOD,
        HEADERS,
        BODY,
        FOLLOW,
        PHASES,
        VALUES,
        INSTANCES,
        ALLOW,
        CA,
        VERSION,
        EXPECT);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    String connection = values.find(CONNECTION);
    Way way = way(values, connection);
    if (way == null) {
      return null;
    }
    HttpCheck check =
        new HttpCheck(
            new HttpCheck.Ask(
                values.get(METHOD).toUpperCase(Locale.ROOT),
                values.find(HEADERS, Map.of()),
                values.find(BODY, "")),
            way,
            values.get(FOLLOW),
            new HttpCheck.Kept(
                values.get(PHASES),
                values.find(VALUES, Map.of()),
                values.find(INSTANCES),
                values.get(VERSION).equals(SECOND)),
            values.get(EXPECT));
    return connection == null ? check : new ConnectedHttpCheck(connection, check);
  }

  private static @Nullable Way way(Values values, @Nullable String connection) {
    URI url = values.get(URL);
    if ((connection == null) == (url.getScheme() == null)) {
      values.error(
          URL,
          "bad-value",
          connection == null
              ? "a path needs a connection ('" + url + "')"
              : "with a connection stands a path, not an address ('" + url + "')",
          "write for example http: /health, connection: shop");
      return null;
    }
    boolean second = values.get(VERSION).equals(SECOND);
    if (second && !"https".equals(url.getScheme())) {
      values.error(
          VERSION,
          "bad-value",
          "HTTP/2 is asked with https and without a connection ('" + url + "')",
          "write http: https://…, or leave 'version' out");
      return null;
    }
    List<String> allow = values.find(ALLOW);
    return connection == null
        ? new Way.Direct(
            url,
            allow == null ? Set.of() : Set.copyOf(allow),
            values.find(CA),
            second ? Http.SECOND : List.of())
        : new Way.Connected(connection, url.toString());
  }

  /** An address, or a path. */
  private static Shape<URI> url() {
    return Shapes.scalar(
        "an http or https URL",
        "http://127.0.0.1:8080/health",
        Map.of("type", "string", "format", "uri-reference"),
        text -> {
          try {
            URI uri = new URI(text);
            boolean path = uri.getScheme() == null && text.startsWith("/") && uri.getHost() == null;
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return path || (http && uri.getHost() != null) ? uri : null;
          } catch (URISyntaxException e) {
            return null;
          }
        });
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("probe_http_status_code", "count", "Status code of the last answer."),
        SampleName.of(
            "probe_http_redirects", "count", "Redirects that were followed; with follow."),
        SampleName.of("probe_http_body_bytes", "bytes", "Length of the body, up to 256 KiB."),
        SampleName.of(
            "probe_http_duration_seconds",
            "seconds",
            "Time by phase: resolve, connect, tls, processing, transfer; with phases.",
            "phase"),
        SampleName.of("probe_http_value", "as in the answer", "With values.", "name"),
        SampleName.of("probe_http_instances", "count", "Instances that answered; with instances."),
        SampleName.of(
            "probe_tls_expiry_timestamp_seconds",
            "timestamp",
            "When the first certificate of the chain expires; https only."));
  }
}
