package jigi.operate.notify.discord;

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

/**
 * A channel of Discord by its webhook, whose address is a secret
 * (https://discord.com/developers/docs/resources/webhook#execute-webhook).
 */
public record DiscordChannel(Secret webhook, @Nullable String fallback) implements SharedChannel {
  private static final int LONGEST = 2000;

  private static final Field<Secret> WEBHOOK =
      Field.required("discord", Secret.shape(), "The webhook's address.");

  /** {@code {discord: {file: keys/discord}}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a discord channel",
            List.of(WEBHOOK, FALLBACK),
            values -> new DiscordChannel(values.get(WEBHOOK), values.find(FALLBACK)))
        .describedBy(DiscordChannel.class, "discord");
  }

  @Override
  public String kind() {
    return "discord";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    // No text of others may call anybody: @everyone in a label stays a word.
    String body =
        Json.write(
            Map.of(
                "content", message.text(LONGEST), "allowed_mentions", Map.of("parse", List.of())));
    return HttpPost.json(context.url(webhook), body, Map.of(), context);
  }
}
