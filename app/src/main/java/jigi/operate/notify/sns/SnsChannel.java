package jigi.operate.notify.sns;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.connect.aws.Signer;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.sms.SmsText;
import org.jspecify.annotations.Nullable;

/**
 * A short message, or one to a topic, by AWS SNS
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 *
 * @param from a number or a sender's id; null for what the account has
 * @param parts of which a short message may consist
 */
public record SnsChannel(
    Target target,
    Keys keys,
    @Nullable String from,
    @Nullable URI api,
    int parts,
    @Nullable String fallback)
    implements Channel {
  /**
   * Who we are.
   *
   * @param token null for keys that do not expire
   */
  record Keys(Secret access, Secret secret, @Nullable Secret token) {}

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String VERSION = "2010-03-31";

  /** A topic takes 256 KiB; four bytes are the longest character. */
  private static final int LONGEST = 60_000;

  private static final Pattern ID = Pattern.compile("<MessageId>([^<]{1,100})</MessageId>");
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,98}");

  private static final Field<Target> TARGET =
      Field.required(
          "sns",
          Target.shape(),
          "The region that sends to people's telephones, or the ARN of a topic.");
  private static final Field<Secret> ACCESS =
      Field.required("access-key", Secret.shape(), "Where the access key's id is found.");
  private static final Field<Secret> SECRET =
      Field.required("secret-key", Secret.shape(), "Where the secret key is found.");
  private static final Field<Secret> TOKEN =
      Field.optional("session-token", Secret.shape(), "The token of keys that expire.");
  private static final Field<String> FROM =
      Field.optional(
          "from",
          Shapes.scalar(
              "a number or a sender's id",
              "+12065550100, or at most 11 letters and digits",
              Map.of("type", "string"),
              text ->
                  text.matches("\\+[1-9][0-9]{6,14}|(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}")
                      ? text
                      : null),
          "A number of yours, or the sender's id; otherwise what the account has.");
  private static final Field<URI> API =
      Field.optional("api", Shapes.httpUrl(), "The address of a service that speaks SNS's API.");
  private static final Field<Integer> PARTS =
      Field.optional("parts", Shapes.integer(1, 10), "2", "Of how many a message may consist.");

  /** {@code {sns: ap-northeast-1, access-key: {file: …}, secret-key: {file: …}}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "an sns channel",
            List.of(TARGET, ACCESS, SECRET, TOKEN, FROM, API, PARTS, FALLBACK),
            values ->
                new SnsChannel(
                    values.get(TARGET),
                    new Keys(values.get(ACCESS), values.get(SECRET), values.find(TOKEN)),
                    values.find(FROM),
                    values.find(API),
                    values.get(PARTS),
                    values.find(FALLBACK)))
        .describedBy(SnsChannel.class, "sns");
  }

  @Override
  public String kind() {
    return "sns";
  }

  @Override
  public boolean reaches(Person person) {
    return isShared() || person.phone() != null;
  }

  @Override
  public boolean isShared() {
    return target.topic() != null;
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    URI uri = api == null ? target.api() : api.resolve("/");
    String body = HttpPost.form(asked(message, to));
    // In a rehearsal this is another time than AWS's; nothing leaves this machine then.
    Map<String, String> headers =
        signer(context)
            .signed(
                "POST",
                uri,
                Map.of(CONTENT_TYPE, HttpPost.FORM),
                body.getBytes(StandardCharsets.UTF_8),
                context.now());
    Map<String, String> others = new TreeMap<>(headers);
    others.remove(CONTENT_TYPE);
    HttpPost.Answer answer = HttpPost.send(uri, HttpPost.FORM, body, others, context);
    Matcher id = ID.matcher(answer.body());
    if (!id.find()) {
      throw new DeliveryException(
          uri.getHost() + " answered without a message's id: " + answer.proof());
    }
    return answer.status() + " MessageId " + id.group(1);
  }

  private Map<String, String> asked(Message message, Person to) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Action", "Publish");
    all.put("Version", VERSION);
    if (target.topic() != null) {
      all.put("TopicArn", target.topic());
      all.put("Message", message.text(LONGEST));
      String title = Message.cut(Message.oneLine(message.title()), 99);
      // Others than of ASCII are refused by some regions, and the text begins with the title.
      if (SUBJECT.matcher(title).matches()) {
        all.put("Subject", title);
      }
      return all;
    }
    all.put("PhoneNumber", String.valueOf(to.phone()));
    all.put("Message", SmsText.parts(message.shortText(), parts));
    attribute(all, 1, "AWS.SNS.SMS.SMSType", "Transactional");
    if (from != null) {
      boolean number = from.startsWith("+");
      attribute(all, 2, number ? "AWS.MM.SMS.OriginationNumber" : "AWS.SNS.SMS.SenderID", from);
    }
    return all;
  }

  private static void attribute(Map<String, String> all, int number, String name, String value) {
    String entry = "MessageAttributes.entry." + number + ".";
    all.put(entry + "Name", name);
    all.put(entry + "Value.DataType", "String");
    all.put(entry + "Value.StringValue", value);
  }

  private Signer signer(SendContext context) throws Secret.Missing {
    return new Signer(
        context.read(keys.access()),
        context.read(keys.secret()),
        keys.token() == null ? null : context.read(keys.token()),
        target.region(),
        "sns");
  }
}
