package jigi.operate.notify.telegram;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
 * A chat of Telegram by a bot (https://core.telegram.org/bots/api#sendmessage).
 *
 * @param chat its number, or the name of a public channel with an at sign before it
 */
public record TelegramChannel(Secret bot, String chat, URI api, @Nullable String fallback)
    implements SharedChannel {
  /** Where bots live, if nothing else is said. */
  public static final String API = "https://api.telegram.org";

  private static final int LONGEST = 4096;
  private static final Pattern TOKEN = Pattern.compile("[0-9]+:[A-Za-z0-9_-]+");

  private static final Field<Secret> BOT =
      Field.required("telegram", Secret.shape(), "The bot's token.");
  private static final Field<String> CHAT =
      Field.required("chat", Shapes.text(), "The chat's number, or @name of a public channel.");
  private static final Field<URI> AT =
      Field.optional("api", Shapes.httpUrl(), API, "The address of the bots' API.");

  /** {@code {telegram: {file: keys/bot}, chat: "-100123"}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a telegram channel",
            List.of(BOT, CHAT, AT, FALLBACK),
            values ->
                new TelegramChannel(
                    values.get(BOT), values.get(CHAT), values.get(AT), values.find(FALLBACK)))
        .describedBy(TelegramChannel.class, "telegram");
  }

  @Override
  public String kind() {
    return "telegram";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    String token = context.read(bot);
    if (!TOKEN.matcher(token).matches()) {
      throw new DeliveryException("the bot's token has not the form 123456:ABC");
    }
    // Without a parse_mode nothing in the text means anything.
    String body =
        Json.write(
            Map.of(
                "chat_id",
                chat,
                "text",
                message.text(LONGEST),
                "link_preview_options",
                Map.of("is_disabled", true)));
    return HttpPost.json(api.resolve("/bot" + token + "/sendMessage"), body, Map.of(), context);
  }
}
