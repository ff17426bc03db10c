package jigi.operate.notify.slackapp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.notify.Answers;
import org.jspecify.annotations.Nullable;

/**
 * What Slack posts when somebody presses a button
 * (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload), signed as
 * https://docs.slack.dev/authentication/verifying-requests-from-slack says.
 */
record SlackAnswers(Secret secret) implements Answers {
  private static final String ACTION = "acknowledge";
  private static final String PAYLOAD = "payload=";
  private static final Duration LATELY = Duration.ofMinutes(5);

  /** A row with the button. */
  static Map<String, Object> button(String label, String delivery) {
    return Map.of(
        "type",
        "actions",
        "elements",
        List.of(
            Map.of(
                "type",
                "button",
                "action_id",
                ACTION,
                "style",
                "primary",
                "text",
                Map.of("type", "plain_text", "text", label),
                "value",
                delivery)));
  }

  @Override
  public String provider() {
    return "slack";
  }

  @Override
  public boolean isGenuine(Posted posted, String key, Instant now) {
    Instant at = at(posted);
    return at != null
        && Duration.between(at, now).abs().compareTo(LATELY) <= 0
        && Hash.isSame(
            posted.header("x-slack-signature"),
            "v0=" + Hash.signature(key, signed(stamp(posted), posted.body())));
  }

  private static byte[] signed(String stamp, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(("v0:" + stamp + ":").getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static String stamp(Posted posted) {
    return posted.header("x-slack-request-timestamp");
  }

  /** Null for what is no time. */
  private static @Nullable Instant at(Posted posted) {
    String stamp = stamp(posted);
    return stamp.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(stamp)) : null;
  }

  @Override
  public @Nullable Taken read(Posted posted) {
    String body = posted.text();
    Instant at = at(posted);
    if (at == null || !body.startsWith(PAYLOAD)) {
      throw new UserError(
          "bad-webhook", "this is not what Slack posts of a button", "see 'slack-app'");
    }
    JsonNode payload =
        Json.tree(URLDecoder.decode(body.substring(PAYLOAD.length()), StandardCharsets.UTF_8));
    JsonNode user = payload.path("user");
    for (JsonNode action : payload.path("actions")) {
      if (action.path("action_id").asText().equals(ACTION)) {
        return new Taken(
            action.path("value").asText(""),
            user.path("id").asText(""),
            user.path("username").asText(user.path("name").asText(user.path("id").asText(""))),
            at);
      }
    }
    return null;
  }
}
