package jigi.present.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody who asks over HTTP, with a cookie, a token, or nothing. */
final class Browser implements AutoCloseable {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final @Nullable String session;
  private final @Nullable String token;

  private Browser(int port, @Nullable String session, @Nullable String token) {
    this.base = "http://127.0.0.1:" + port;
    this.session = session;
    this.token = token;
  }

  static Browser of(int port, String session) {
    return new Browser(port, session, null);
  }

  static Browser withToken(int port, String token) {
    return new Browser(port, null, token);
  }

  static Browser stranger(int port) {
    return new Browser(port, null, null);
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /** Posts a form as a page would, with the token of the Now page. */
  HttpResponse<String> submit(String path, String form) {
    return post(path, "csrf=" + csrf() + (form.isEmpty() ? "" : "&" + form));
  }

  HttpResponse<String> post(String path, String form) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  HttpResponse<String> json(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  String csrf() {
    Matcher found = CSRF.matcher(get("/").body());
    if (!found.find()) {
      throw new AssertionError("the page has no form");
    }
    return found.group(1);
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
    if (session != null) {
      builder.header("Cookie", "jigi-session=" + session);
    }
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder;
  }

  HttpResponse<String> send(HttpRequest.Builder builder) {
    try {
      return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
