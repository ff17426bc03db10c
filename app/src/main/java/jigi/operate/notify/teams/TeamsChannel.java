package jigi.operate.notify.teams;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * A channel of Microsoft Teams by the webhook of a workflow, whose address is a secret. It takes an
 * Adaptive Card (https://adaptivecards.io/explorer/AdaptiveCard.html) within a message.
 */
public record TeamsChannel(Secret webhook, @Nullable String fallback) implements SharedChannel {
  /** A card is at most 28 KB; a character takes up to three bytes. */
  private static final int LONGEST = 6000;

  private static final Field<Secret> WEBHOOK =
      Field.required("teams", Secret.shape(), "The workflow's address.");

  /** {@code {teams: {file: keys/teams}}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a teams channel",
            List.of(WEBHOOK, FALLBACK),
            values -> new TeamsChannel(values.get(WEBHOOK), values.find(FALLBACK)))
        .describedBy(TeamsChannel.class, "teams");
  }

  @Override
  public String kind() {
    return "teams";
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    return HttpPost.json(context.url(webhook), payload(message), Map.of(), context);
  }

  private static String payload(Message message) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    String facts = Message.cut(String.join("\n\n", message.lines()), LONGEST);
    card.put("body", List.of(block(message.title(), true), block(facts, false)));
    String url = message.data().get("url");
    if (url != null) {
      card.put("actions", List.of(Map.of("type", "Action.OpenUrl", "title", "Jigi", "url", url)));
    }
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.put("content", card);
    return Json.write(
        Map.of("type", "message", "attachments", new ArrayList<>(List.of(attachment))));
  }

  private static Map<String, Object> block(String text, boolean title) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("type", "TextBlock");
    block.put("text", literal(text));
    block.put("wrap", true);
    if (title) {
      block.put("weight", "Bolder");
    }
    return block;
  }

  /** A card reads Markdown; a link in somebody's label is to stay a text. */
  private static String literal(String text) {
    return text.replace("[", "\\[").replace("]", "\\]").replace("*", "\\*");
  }
}
