package jigi.operate.notify.pagerduty;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.kernel.Json;
import jigi.operate.notify.Answers;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * A service of PagerDuty, by its Events API v2
 * (https://developer.pagerduty.com/docs/events-api-v2/overview/).
 *
 * @param webhook with which PagerDuty signs what happens to its incidents; null where it does not
 *     tell it
 */
public record PagerDutyChannel(
    Secret key, @Nullable Secret webhook, URI api, @Nullable String fallback)
    implements SharedChannel {
  /** Where events go, if nothing else is said. */
  public static final String API = "https://events.pagerduty.com";

  private static final int LONGEST_SUMMARY = 1024;

  private static final Field<Secret> KEY =
      Field.required("pagerduty", Secret.shape(), "The service's integration key.");
  private static final Field<Secret> WEBHOOK =
      Field.optional(
          "webhook-secret",
          Secret.shape(),
          "The secret of a webhook subscription: who acknowledges there has acknowledged here.");
  private static final Field<URI> AT =
      Field.optional("api", Shapes.httpUrl(), API, "The service's address; Europe's differs.");

  /** {@code {pagerduty: {file: keys/pagerduty}}}. */
  public static ObjectShape<jigi.operate.notify.Channel> shape() {
    return ObjectShape.<jigi.operate.notify.Channel>of(
            "a pagerduty channel",
            List.of(KEY, WEBHOOK, AT, FALLBACK),
            values ->
                new PagerDutyChannel(
                    values.get(KEY), values.find(WEBHOOK), values.get(AT), values.find(FALLBACK)))
        .describedBy(PagerDutyChannel.class, "pagerduty");
  }

  @Override
  public String kind() {
    return "pagerduty";
  }

  @Override
  public boolean updates() {
    return true;
  }

  @Override
  public @Nullable Answers answers() {
    return webhook == null ? null : new PagerDutyAnswers(webhook);
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    return HttpPost.json(
        api.resolve("/v2/enqueue"), payload(message, context.read(key)), Map.of(), context);
  }

  private static String payload(Message message, String routingKey) {
    Map<String, String> data = message.data();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", routingKey);
    event.put("event_action", action(data.getOrDefault("kind", "")));
    event.put("dedup_key", dedupKey(message));
    event.put("payload", described(message));
    event.put("client", "Jigi");
    String url = data.get("url");
    if (url != null) {
      event.put("client_url", url);
      event.put("links", List.of(Map.of("href", url, "text", "Jigi")));
    }
    return Json.write(event);
  }

  private static String action(String kind) {
    return switch (kind) {
      case "resolved" -> "resolve";
      case "taken" -> "acknowledge";
      default -> "trigger";
    };
  }

  /**
   * What is said of one group of alerts is one incident of PagerDuty's; a second copy of a message
   * opens none.
   */
  private static String dedupKey(Message message) {
    String group = message.data().get("group-key");
    return group == null
        ? message.data().getOrDefault("changes", message.id())
        : Message.thread(message.data().getOrDefault("system", ""), group);
  }

  private static Map<String, Object> described(Message message) {
    Map<String, String> data = message.data();
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", Message.cut(Message.oneLine(message.title()), LONGEST_SUMMARY));
    payload.put("source", data.getOrDefault("component", data.getOrDefault("system", "jigi")));
    payload.put("severity", severity(data.get("severity")));
    put(payload, "timestamp", data.get("since"));
    put(payload, "component", data.get("component"));
    put(payload, "group", data.get("system"));
    put(payload, "class", data.get("alert"));
    payload.put("custom_details", Map.of("text", message.body(), "delivery", message.id()));
    return payload;
  }

  /** PagerDuty knows critical, error, warning and info. */
  private static String severity(@Nullable String ours) {
    return ours == null || !List.of("critical", "warning").contains(ours) ? "info" : ours;
  }

  private static void put(Map<String, Object> payload, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      payload.put(key, value);
    }
  }
}
