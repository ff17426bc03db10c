package jigi.operate.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts JSON to a provider. Redirects are not followed. */
public final class HttpPost {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int KEPT = 200;

  private HttpPost() {}

  /**
   * @return status and the beginning of the answer's body
   * @throws DeliveryException for a status other than 2xx, or without an answer
   */
  public static String json(URI uri, String body, Map<String, String> headers, SendContext context)
      throws DeliveryException, InterruptedException {
    context.admit(uri.getHost());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
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
      String answer = answer(response);
      if (response.statusCode() / 100 != 2) {
        throw new DeliveryException(uri.getHost() + " answered " + answer);
      }
      return answer;
    } catch (IOException e) {
      // The URL may hold a secret, so only its host is named.
      throw new DeliveryException(
          uri.getHost() + " did not answer: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String answer(HttpResponse<String> response) {
    String body = Message.oneLine(response.body());
    String kept = body.length() > KEPT ? body.substring(0, KEPT) : body;
    return (response.statusCode() + " " + kept).strip();
  }
}
