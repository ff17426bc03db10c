package jigi.operate.notify.pagerduty;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import jigi.base.config.Secret;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.notify.Answers;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook subscription of PagerDuty's posts
 * (https://developer.pagerduty.com/docs/webhooks-overview), signed as
 * https://developer.pagerduty.com/docs/verifying-webhook-signatures says.
 */
record PagerDutyAnswers(Secret secret) implements Answers {
  @Override
  public String provider() {
    return "pagerduty";
  }

  /** While a secret is changed it signs with both. */
  @Override
  public boolean isGenuine(Posted posted, String key, Instant now) {
    String wanted = "v1=" + Hash.signature(key, posted.body());
    return Arrays.stream(posted.header("x-pagerduty-signature").split(","))
        .anyMatch(one -> Hash.isSame(one.strip(), wanted));
  }

  /** Only what a person acknowledged: an event of ours acknowledges there, too. */
  @Override
  public @Nullable Taken read(Posted posted) {
    JsonNode event = Json.tree(posted.text()).path("event");
    JsonNode agent = event.path("agent");
    if (!event.path("event_type").asText().equals("incident.acknowledged")
        || !agent.path("type").asText().startsWith("user")) {
      return null;
    }
    return new Taken(
        event.path("data").path("incident_key").asText(""),
        agent.path("id").asText(""),
        agent.path("summary").asText(agent.path("id").asText("")),
        at(event.path("occurred_at").asText("")));
  }

  private static Instant at(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new UserError(
          "bad-webhook",
          "'" + text + "' is no time ('occurred_at')",
          "use a webhook subscription of version 3");
    }
  }
}
