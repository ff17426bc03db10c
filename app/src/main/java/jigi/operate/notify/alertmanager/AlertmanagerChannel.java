package jigi.operate.notify.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.kernel.Json;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Posts what Alertmanager posts to a webhook, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), so that what is built
 * for it goes on working.
 */
public record AlertmanagerChannel(URI url, @Nullable String fallback) implements SharedChannel {
  private static final Field<URI> URL =
      Field.required("alertmanager", Shapes.httpUrl(), "Where the JSON is posted to.");

  /** An end without a date, as Go writes it. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  /** {@code {alertmanager: https://…}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "an alertmanager channel",
            List.of(URL, FALLBACK),
            values -> new AlertmanagerChannel(values.get(URL), values.find(FALLBACK)))
        .describedBy(AlertmanagerChannel.class, "alertmanager");
  }

  @Override
  public String kind() {
    return "alertmanager";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    return HttpPost.json(url, payload(message), Map.of("Idempotency-Key", message.id()), context);
  }

  /** The JSON. */
  public static String payload(Message message) {
    Map<String, String> data = message.data();
    List<Map<String, Object>> alerts = new ArrayList<>();
    String several = data.get("alerts");
    if (several == null) {
      alerts.add(alert(data, data.getOrDefault("url", "")));
    } else {
      for (JsonNode one : Json.tree(several)) {
        alerts.add(alert(Json.texts(one), data.getOrDefault("url", "")));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "4");
    json.put("groupKey", data.getOrDefault("group-key", message.id()));
    json.put("truncatedAlerts", Math.max(0, count(data) - alerts.size()));
    json.put("status", data.getOrDefault("state", "firing"));
    json.put("receiver", data.getOrDefault("receiver", ""));
    json.put("groupLabels", Json.tree(data.getOrDefault("group-labels", "{}")));
    json.put("commonLabels", common(alerts, "labels"));
    json.put("commonAnnotations", common(alerts, "annotations"));
    json.put("externalURL", data.getOrDefault("url", ""));
    json.put("alerts", alerts);
    return Json.write(json);
  }

  private static int count(Map<String, String> data) {
    return Integer.parseInt(data.getOrDefault("count-firing", "0"))
        + Integer.parseInt(data.getOrDefault("count-ended", "0"));
  }

  private static Map<String, Object> alert(Map<String, String> facts, String url) {
    Map<String, String> labels = texts(facts.get("labels"));
    labels.put("alertname", facts.getOrDefault("alert", ""));
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("status", facts.getOrDefault("state", "firing"));
    alert.put("labels", labels);
    alert.put("annotations", texts(facts.get("annotations")));
    alert.put("startsAt", facts.getOrDefault("since", NEVER));
    alert.put("endsAt", facts.getOrDefault("ended", NEVER));
    alert.put("generatorURL", url);
    alert.put("fingerprint", facts.getOrDefault("fingerprint", facts.getOrDefault("id", "")));
    return alert;
  }

  private static Map<String, String> texts(@Nullable String json) {
    return json == null ? new LinkedHashMap<>() : Json.texts(json);
  }

  private static Map<String, String> common(List<Map<String, Object>> alerts, String part) {
    Map<String, String> common = new LinkedHashMap<>();
    boolean first = true;
    for (Map<String, Object> alert : alerts) {
      Map<?, ?> texts = (Map<?, ?>) alert.getOrDefault(part, Map.of());
      if (first) {
        texts.forEach((name, text) -> common.put(String.valueOf(name), String.valueOf(text)));
      }
      common.entrySet().removeIf(entry -> !entry.getValue().equals(texts.get(entry.getKey())));
      first = false;
    }
    return common;
  }
}
