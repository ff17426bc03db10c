package jigi.present.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.kernel.Json;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** A request, with who sent it and what the path says. */
public final class Exchange {
  /** What came over the wire; header names in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Wire(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      byte[] body,
      String address,
      boolean secure,
      Instant at) {}

  private final Wire wire;
  private final Map<String, List<String>> query;
  private final @Nullable Map<String, List<String>> form;
  private final @Nullable String files;
  private @Nullable Multipart parts;
  private final Map<String, String> cookies;
  private Map<String, String> variables = Map.of();
  private @Nullable Visitor visitor;

  public Exchange(Wire wire) {
    this.wire = wire;
    this.query = decode(wire.query());
    String type = wire.headers().getOrDefault("content-type", "");
    this.files = type.startsWith("multipart/form-data") ? type : null;
    this.form =
        type.startsWith("application/x-www-form-urlencoded")
            ? decode(new String(wire.body(), StandardCharsets.UTF_8))
            : null;
    this.cookies = cookies(wire.headers().getOrDefault("cookie", ""));
  }

  void matched(Map<String, String> found) {
    variables = found;
  }

  void visitedBy(@Nullable Visitor who) {
    visitor = who;
  }

  public String method() {
    return wire.method();
  }

  public String path() {
    return wire.path();
  }

  /** Path and query, as a link within the site. */
  public String here() {
    return wire.query().isEmpty() ? wire.path() : wire.path() + "?" + wire.query();
  }

  public @Nullable String header(String name) {
    return wire.headers().get(name);
  }

  public @Nullable String cookie(String name) {
    return cookies.get(name);
  }

  public String address() {
    return wire.address();
  }

  public boolean secure() {
    return wire.secure();
  }

  /** Under what the reader reached this house: scheme and host, without a path. */
  public String origin() {
    return (secure() ? "https://" : "http://") + Objects.requireNonNullElse(header("host"), "");
  }

  /** A variable of the route's pattern. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A parameter of the query, or of the form of a POST; null when absent or empty. */
  public @Nullable String find(String name) {
    List<String> values = all(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }

  public List<String> all(String name) {
    List<String> inForm = form().get(name);
    return inForm != null ? inForm : query.getOrDefault(name, List.of());
  }

  /** A file of the form; null when there is none. */
  public @Nullable Upload file(String name) {
    return files == null ? null : parts(files).file(name);
  }

  private Map<String, List<String>> form() {
    return form != null ? form : files != null ? parts(files).fields() : Map.of();
  }

  /** Taken apart when somebody asks, so that a bad one is told as every other mistake. */
  private Multipart parts(String type) {
    Multipart known = parts;
    if (known == null) {
      known = Multipart.read(type, wire.body());
      parts = known;
    }
    return known;
  }

  /** The form's fields whose names begin so, without that beginning. */
  public Map<String, String> fields(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    form()
        .forEach(
            (name, values) -> {
              if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), values.getFirst());
              }
            });
    return found;
  }

  /**
   * @throws Problem 400 when it is missing
   */
  public String need(String name) {
    String value = find(name);
    if (value == null) {
      throw Problem.bad("missing-field", "'" + name + "' is missing", "send it");
    }
    return value;
  }

  /** The body as JSON; an empty object when there is none. */
  public JsonNode json() {
    String text = new String(wire.body(), StandardCharsets.UTF_8);
    return Json.tree(text.isBlank() ? "{}" : text);
  }

  /** The body as it came. */
  public byte[] body() {
    return wire.body();
  }

  /** For a request whose body is a form. */
  public JsonNode emptyJson() {
    return Json.tree("{}");
  }

  /** When it arrived, by Jigi's clock. */
  public Instant now() {
    return wire.at();
  }

  /** Who is asking; null on a public route without a session. */
  public @Nullable Visitor found() {
    return visitor;
  }

  /** Who is asking, on a route that needs it. */
  public Visitor visitor() {
    if (visitor == null) {
      throw new Problem(401, "not-signed-in", "nobody is signed in", "sign in or send a token");
    }
    return visitor;
  }

  public Scope scope() {
    return visitor().scope();
  }

  /**
   * @throws Problem 404 when the system may not even be seen, 403 when the verb is not granted
   */
  public void require(String system, String verb) {
    boolean sees = system.equals(Visitor.HOUSE) || visitor().may(system, "view");
    if (!sees) {
      throw Problem.notFound("system " + system);
    }
    if (!visitor().may(system, verb)) {
      throw Problem.forbidden(verb, system);
    }
  }

  /**
   * @throws Problem 403 when it is asked of others
   */
  public void requireAmong(String system, List<String> asked) {
    if (!visitor().isAmong(system, asked)) {
      throw new Problem(
          403, "not-asked", "this is asked of " + String.join(", ", asked), "ask one of them");
    }
  }

  private static Map<String, List<String>> decode(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int at = pair.indexOf('=');
        String name = at < 0 ? pair : pair.substring(0, at);
        String value = at < 0 ? "" : pair.substring(at + 1);
        values.computeIfAbsent(plain(name), n -> new ArrayList<>()).add(plain(value));
      }
    }
    return values;
  }

  private static String plain(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.bad(
          "bad-encoding", "a percent sign is not followed by two digits", "encode it");
    }
  }

  private static Map<String, String> cookies(String header) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : header.split(";")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        values.putIfAbsent(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
      }
    }
    return values;
  }
}
