package jigi.operate.notify.slack;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.kernel.Json;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.SharedChannel;
import org.jspecify.annotations.Nullable;

/** A Slack channel by its incoming webhook, whose address is a secret. */
public record SlackChannel(Secret webhook, @Nullable String fallback) implements SharedChannel {
  private static final Field<Secret> WEBHOOK =
      Field.required("slack", Secret.shape(), "The incoming webhook's address.");

  /** {@code {slack: {file: keys/slack}}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a slack channel",
            List.of(WEBHOOK, FALLBACK),
            values -> new SlackChannel(values.get(WEBHOOK), values.find(FALLBACK)))
        .describedBy(SlackChannel.class, "slack");
  }

  @Override
  public String kind() {
    return "slack";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    // Slack ignores it; a relay in between, and whoever reads its log, knows a second copy by it.
    return HttpPost.json(
        context.url(webhook), payload(message), Map.of("Idempotency-Key", message.id()), context);
  }

  static String payload(Message message) {
    return Json.write(Map.of("text", text(message), "unfurl_links", false));
  }

  /** Slack's mrkdwn, the title in bold. */
  public static String text(Message message) {
    return "*" + escaped(message.title()) + "*\n" + escapedLines(message);
  }

  private static String escapedLines(Message message) {
    return String.join("\n", message.lines().stream().map(SlackChannel::escaped).toList());
  }

  /** Slack's three control characters; without them {@code <!channel>} calls nobody. */
  private static String escaped(String text) {
    return Message.oneLine(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
