package jigi.operate.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Posts to a provider. Redirects are not followed. */
public final class HttpPost {
  public static final String JSON = "application/json; charset=utf-8";
  public static final String FORM = "application/x-www-form-urlencoded";

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int KEPT = 200;

  private HttpPost() {}

  /** The body of a {@link #FORM}, in the map's order. */
  public static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** What a provider answered, with a status of 2xx. */
  public record Answer(int status, String body) {
    /** Status and the beginning of the body, on one line. */
    public String proof() {
      String line = Message.oneLine(body);
      return (status + " " + (line.length() > KEPT ? line.substring(0, KEPT) : line)).strip();
    }
  }

  /**
   * @return status and the beginning of the answer's body
   * @throws DeliveryException for a status other than 2xx, or without an answer
   */
  public static String json(URI uri, String body, Map<String, String> headers, SendContext context)
      throws DeliveryException, InterruptedException {
    return send(uri, JSON, body, headers, context).proof();
  }

  /**
   * @throws DeliveryException for a status other than 2xx, or without an answer
   */
  public static Answer send(
      URI uri, String type, String body, Map<String, String> headers, SendContext context)
      throws DeliveryException, InterruptedException {
    context.admit(uri.getHost());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      // To close a client in good order takes it up to three seconds.
      client.shutdownNow();
      Answer answer = new Answer(response.statusCode(), response.body());
      if (response.statusCode() / 100 != 2) {
        String wait = response.headers().firstValue("Retry-After").map(Message::oneLine).orElse("");
        throw new DeliveryException(
            uri.getHost()
                + " answered "
                + answer.proof()
                + (wait.isEmpty() ? "" : " (Retry-After: " + Message.cut(wait, 40) + ")"),
            RetryAfter.pause(wait, context.now()));
      }
      return answer;
    } catch (IOException e) {
      // The URL may hold a secret, so only its host is named.
      throw new DeliveryException(uri.getHost() + " did not answer: " + why(e), e);
    }
  }

  /** Never the fault's own words: some repeat the URL. */
  private static String why(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "no answer within " + TIMEOUT.toSeconds() + " s";
      case ConnectException _ when e.getCause() instanceof UnresolvedAddressException ->
          "its name is not known";
      case ConnectException _ -> "it takes no connection there";
      case SSLException _ -> "TLS failed";
      default -> "the connection broke (" + e.getClass().getSimpleName() + ")";
    };
  }
}
