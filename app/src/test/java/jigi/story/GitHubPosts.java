package jigi.story;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What GitHub tells of its workflows, signed as it signs. */
final class GitHubPosts {
  private GitHubPosts() {}

  static HttpResponse<String> send(URI to, String event, String body, String secret)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(to)
              .header("Content-Type", "application/json")
              .header("X-GitHub-Event", event)
              .header("X-Hub-Signature-256", "sha256=" + signature)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** As GitHub sends it, of what counts here. */
  static String chain(String ref, String event, String status, String conclusion, String now) {
    return """
    {"action": "%5$s", "workflow_run": {"id": 4711, "run_attempt": 1, "name": "release",
      "event": "%2$s", "status": "%3$s", "conclusion": %4$s, "head_branch": "%1$s",
      "head_sha": "0d1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b", "updated_at": "%6$s",
      "html_url": "https://github.com/shop/worker/actions/runs/4711",
      "head_repository": {"full_name": "shop/worker"}},
     "repository": {"full_name": "shop/worker"}}
    """
        .formatted(ref, event, status, conclusion, status, now);
  }

  static String job(String name, String status, String conclusion, String now) {
    return """
    {"action": "%2$s", "workflow_job": {"id": %4$d, "run_id": 4711, "run_attempt": 1,
      "name": "%1$s", "status": "%2$s", "conclusion": %3$s, "created_at": "%5$s",
      "started_at": "%5$s"}, "repository": {"full_name": "shop/worker"}}
    """
        .formatted(name, status, conclusion, (int) name.charAt(0), now);
  }
}
