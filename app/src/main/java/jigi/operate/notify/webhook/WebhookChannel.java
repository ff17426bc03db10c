package jigi.operate.notify.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.SharedChannel;
import org.jspecify.annotations.Nullable;

/** JSON to any address, signed when there is a secret. */
public record WebhookChannel(URI url, @Nullable Secret secret, @Nullable String fallback)
    implements SharedChannel {
  private static final Field<URI> URL =
      Field.required("webhook", Shapes.httpUrl(), "Where the JSON is posted to.");
  private static final Field<Secret> SECRET =
      Field.optional("secret", Secret.shape(), "Signs every message (HMAC-SHA256).");

  /** {@code {webhook: https://…, secret: {file: …}}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a webhook channel",
            List.of(URL, SECRET, FALLBACK),
            values ->
                new WebhookChannel(values.get(URL), values.find(SECRET), values.find(FALLBACK)))
        .describedBy(WebhookChannel.class, "webhook");
  }

  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    Map<String, Object> json = new TreeMap<>(message.data());
    json.remove(Message.BUTTON);
    json.put("id", message.id());
    json.put("title", Message.oneLine(message.title()));
    json.put("text", message.body());
    json.put("short", message.shortText());
    String body = Json.write(json);
    String timestamp = String.valueOf(context.now().getEpochSecond());
    Map<String, String> headers = new TreeMap<>();
    headers.put("Idempotency-Key", message.id());
    headers.put("X-Jigi-Timestamp", timestamp);
    if (secret != null) {
      headers.put(
          "X-Jigi-Signature",
          "sha256="
              + Hash.signature(
                  context.read(secret), (timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
    }
    return HttpPost.json(url, body, headers, context);
  }
}
