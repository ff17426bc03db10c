package jigi.operate.notify.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.sms.SmsText;
import org.jspecify.annotations.Nullable;

/**
 * A short message by Twilio (https://www.twilio.com/docs/messaging/api/message-resource).
 *
 * @param from a number, or the id of a messaging service (MG…)
 * @param parts of which a message may consist
 */
public record TwilioChannel(
    String account, Secret token, String from, URI api, int parts, @Nullable String fallback)
    implements Channel {
  /** Twilio's own, if nothing else is said. */
  public static final String API = "https://api.twilio.com";

  private static final Field<String> ACCOUNT =
      Field.required(
          "twilio",
          Shapes.scalar(
              "an account's id",
              "AC0123456789abcdef0123456789abcdef",
              Map.of("type", "string"),
              text -> text.matches("AC[0-9a-zA-Z]+") ? text : null),
          "The account's id (AC…).");
  private static final Field<Secret> TOKEN =
      Field.required("token", Secret.shape(), "The account's token.");
  private static final Field<String> FROM =
      Field.required("from", Shapes.text(), "A number of yours, or a messaging service (MG…).");
  private static final Field<URI> AT =
      Field.optional("api", Shapes.httpUrl(), API, "The address of Twilio's API.");
  private static final Field<Integer> PARTS =
      Field.optional("parts", Shapes.integer(1, 10), "2", "Of how many a message may consist.");

  /** {@code {twilio: AC…, token: {file: …}, from: +1…}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "a twilio channel",
            List.of(ACCOUNT, TOKEN, FROM, AT, PARTS, FALLBACK),
            values ->
                new TwilioChannel(
                    values.get(ACCOUNT),
                    values.get(TOKEN),
                    values.get(FROM),
                    values.get(AT),
                    values.get(PARTS),
                    values.find(FALLBACK)))
        .describedBy(TwilioChannel.class, "twilio");
  }

  @Override
  public String kind() {
    return "twilio";
  }

  @Override
  public boolean reaches(Person person) {
    return person.phone() != null;
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    String login = account + ":" + context.read(token);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("To", String.valueOf(to.phone()));
    values.put(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
    values.put("Body", SmsText.parts(message.shortText(), parts));
    return HttpPost.send(
            api.resolve("/2010-04-01/Accounts/" + account + "/Messages.json"),
            HttpPost.FORM,
            HttpPost.form(values),
            Map.of(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))),
            context)
        .proof();
  }
}
