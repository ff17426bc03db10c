package jigi.operate.notify.slackapp;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.notify.Answers;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.SharedChannel;
import jigi.operate.notify.slack.SlackChannel;
import org.jspecify.annotations.Nullable;

/**
 * A Slack channel by an app (https://api.slack.com/methods/chat.postMessage), which can answer to
 * its own messages: what is said of one thing is one thread.
 *
 * @param channel its id, {@code C0123ABCD}
 * @param signing with which Slack signs what people press; null where messages have no button
 */
public record SlackAppChannel(
    Secret token, String channel, @Nullable Secret signing, URI api, @Nullable String fallback)
    implements SharedChannel {
  /** Slack's own, if nothing else is said. */
  public static final String API = "https://slack.com";

  private static final int LONGEST_SECTION = 3000;

  private static final Pattern SENT = Pattern.compile("ts ([0-9]+\\.[0-9]+) in (\\S+)");

  private static final Field<Secret> TOKEN =
      Field.required("slack-app", Secret.shape(), "The app's token (xoxb-…).");
  private static final Field<String> CHANNEL =
      Field.required("channel", Shapes.text(), "The channel's id (C0123ABCD).");
  private static final Field<Secret> SIGNING =
      Field.optional(
          "signing-secret",
          Secret.shape(),
          "The app's signing secret: messages get a button with which people acknowledge.");
  private static final Field<URI> AT =
      Field.optional("api", Shapes.httpUrl(), API, "The address of Slack's API.");

  /** {@code {slack-app: {file: keys/slack-app}, channel: C0123ABCD}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a slack-app channel",
            List.of(TOKEN, CHANNEL, SIGNING, AT, FALLBACK),
            values ->
                new SlackAppChannel(
                    values.get(TOKEN),
                    values.get(CHANNEL),
                    values.find(SIGNING),
                    values.get(AT),
                    values.find(FALLBACK)))
        .describedBy(SlackAppChannel.class, "slack-app");
  }

  @Override
  public String kind() {
    return "slack-app";
  }

  @Override
  public boolean updates() {
    return true;
  }

  @Override
  public @Nullable Answers answers() {
    return signing == null ? null : new SlackAnswers(signing);
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    Matcher earlier = sent(message.replyTo());
    Matcher changed = "taken".equals(message.data().get("kind")) ? earlier : null;
    HttpPost.Answer answer =
        HttpPost.send(
            api.resolve(changed == null ? "/api/chat.postMessage" : "/api/chat.update"),
            HttpPost.JSON,
            changed == null ? payload(message, earlier) : change(message, changed),
            Map.of("Authorization", "Bearer " + context.read(token)),
            context);
    return proof(answer);
  }

  private String payload(Message message, @Nullable Matcher earlier) {
    Map<String, Object> post = new LinkedHashMap<>();
    post.put("channel", channel);
    String text = SlackChannel.text(message);
    post.put("text", text);
    post.put("unfurl_links", false);
    String button = message.data().get(Message.BUTTON);
    if (signing != null && button != null) {
      post.put("blocks", List.of(section(text), SlackAnswers.button(button, message.id())));
    }
    if (earlier != null) {
      post.put("thread_ts", earlier.group(1));
      // An end or a further call that only the thread shows is not seen by who looks later.
      post.put("reply_broadcast", true);
    }
    return Json.write(post);
  }

  /** The earlier message, without its button. */
  private static String change(Message message, Matcher earlier) {
    String text = SlackChannel.text(message);
    return Json.write(
        Map.of(
            "channel",
            earlier.group(2),
            "ts",
            earlier.group(1),
            "text",
            text,
            "blocks",
            List.of(section(text))));
  }

  private static Map<String, Object> section(String text) {
    return Map.of(
        "type",
        "section",
        "text",
        Map.of("type", "mrkdwn", "text", Message.cut(text, LONGEST_SECTION)));
  }

  /** Time stamp and channel of what was said before; null while Slack has not taken it. */
  private static @Nullable Matcher sent(Message.@Nullable Earlier earlier) {
    if (earlier == null || earlier.proof() == null) {
      return null;
    }
    Matcher sent = SENT.matcher(earlier.proof());
    return sent.find() ? sent : null;
  }

  /** Slack says 200 to what it refuses, too. */
  private String proof(HttpPost.Answer answer) throws DeliveryException {
    JsonNode json;
    try {
      json = Json.tree(answer.body());
    } catch (UserError e) {
      throw new DeliveryException(api.getHost() + " answered " + answer.proof());
    }
    if (!json.path("ok").asBoolean(false)) {
      throw new DeliveryException(api.getHost() + " answered " + answer.proof());
    }
    return answer.status()
        + " ts "
        + json.path("ts").asText("")
        + " in "
        + Message.oneLine(json.path("channel").asText(channel));
  }
}
