package jigi.operate.notify.sms;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.kernel.Json;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.HttpPost;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.Phone;
import jigi.operate.notify.SendContext;
import org.jspecify.annotations.Nullable;

/**
 * A short message by a provider that takes JSON or a form.
 *
 * @param bytes the longest text, as Korean providers count it
 * @param accepted what the provider's answer holds when it took the message; null for any 2xx
 */
public record SmsChannel(
    URI url,
    Wire wire,
    @Nullable Secret secret,
    int bytes,
    @Nullable String accepted,
    @Nullable String fallback)
    implements Channel {
  /** How values are written into the body. */
  public enum Format {
    JSON,
    FORM
  }

  /**
   * What is posted. {@code {to}}, {@code {local}}, {@code {text}}, {@code {id}} and {@code
   * {secret}} stand for values.
   */
  record Wire(Format format, String body, Map<String, String> headers) {
    Wire {
      headers = Map.copyOf(headers);
    }
  }

  private static final Pattern PLACE = Pattern.compile("\\{(to|local|text|id|secret)\\}");

  private static final Field<URI> URL =
      Field.required("sms", Shapes.httpUrl(), "Where the provider takes messages.");
  private static final Field<String> BODY =
      Field.required(
          "body",
          Shapes.text(),
          "What is posted; {to} is the number as +8210…, {local} as 010…, {text} the message, {id}"
              + " the delivery, {secret} the secret.");
  private static final Field<Format> FORMAT =
      Field.optional(
          "format", Shapes.oneOf(Format.class), "json", "How values are written into the body.");
  private static final Field<Map<String, String>> HEADERS =
      Field.optional(
          "headers", Shapes.mapOf(Shapes.text()), "Headers, in which {secret} may stand.");
  private static final Field<Secret> SECRET =
      Field.optional("secret", Secret.shape(), "What the provider knows us by.");
  private static final Field<Integer> BYTES =
      Field.optional(
          "bytes",
          Shapes.integer(20, 2000),
          "90",
          "The longest text in bytes of EUC-KR, in which a Korean syllable takes two.");
  private static final Field<String> ACCEPTED =
      Field.optional(
          "accepted", Shapes.text(), "What an answer holds when the provider took the message.");

  /** {@code {sms: https://…, body: '{"to":"{local}","text":"{text}"}'}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "an sms channel",
            List.of(URL, BODY, FORMAT, HEADERS, SECRET, BYTES, ACCEPTED, FALLBACK),
            SmsChannel::of)
        .describedBy(SmsChannel.class, "sms");
  }

  private static @Nullable SmsChannel of(Values values) {
    String body = values.get(BODY);
    for (String needed : List.of("{text}", "to")) {
      boolean there =
          needed.equals("to")
              ? body.contains("{to}") || body.contains("{local}")
              : body.contains(needed);
      if (!there) {
        values.error(
            BODY,
            "missing-place",
            "the body does not say where the "
                + (needed.equals("to") ? "number" : "text")
                + " stands",
            "write for example {\"to\":\"{local}\",\"text\":\"{text}\"}");
        return null;
      }
    }
    return new SmsChannel(
        values.get(URL),
        new Wire(values.get(FORMAT), body, values.find(HEADERS, Map.of())),
        values.find(SECRET),
        values.get(BYTES),
        values.find(ACCEPTED),
        values.find(FALLBACK));
  }

  @Override
  public String kind() {
    return "sms";
  }

  @Override
  public boolean reaches(Person person) {
    return person.phone() != null;
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    String number = String.valueOf(to.phone());
    Map<String, String> values = new TreeMap<>();
    values.put("to", number);
    values.put("local", Phone.inKorea(number));
    values.put("text", SmsText.korean(message.shortText(), bytes));
    values.put("id", message.id());
    values.put("secret", secret == null ? "" : context.read(secret));
    boolean json = wire.format() == Format.JSON;
    Map<String, String> headers = new TreeMap<>(Map.of("Idempotency-Key", message.id()));
    wire.headers().forEach((name, value) -> headers.put(name, filled(value, values, text -> text)));
    HttpPost.Answer answer =
        HttpPost.send(
            url,
            json ? HttpPost.JSON : HttpPost.FORM,
            filled(wire.body(), values, json ? Json::escape : SmsChannel::inForm),
            headers,
            context);
    if (accepted != null && !answer.body().contains(accepted)) {
      throw new DeliveryException(url.getHost() + " answered " + answer.proof());
    }
    return answer.proof();
  }

  private static String filled(
      String template, Map<String, String> values, UnaryOperator<String> written) {
    return PLACE
        .matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(written.apply(values.getOrDefault(found.group(1), ""))));
  }

  private static String inForm(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
