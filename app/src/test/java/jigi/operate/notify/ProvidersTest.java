package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Names;
import jigi.base.connect.wire.Network;
import jigi.base.kernel.Json;
import jigi.base.schedule.Holidays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channels of providers, as a manual writes them, against what each documents. */
class ProvidersTest {
  private static final String SECRET = "4711:secret-token";
  private static final Map<String, String> FACTS =
      Map.of(
          "kind", "firing",
          "system", "shop",
          "severity", "critical",
          "alert", "WebDown",
          "component", "web",
          "since", "2026-03-02T00:00:00Z",
          "group-key", "critical:{\"alertname\":\"WebDown\"}",
          "url", "http://jigi.example.com/alerts/1");
  private static final Message DOWN =
      new Message(
          "d1",
          null,
          "[상점] 긴급: web is down @everyone <!channel> [x](http://evil)",
          List.of("측정값: 0", "임계값: probe_success == 0"),
          "[상점] 긴급: web is down (0)",
          FACTS);

  @TempDir Path folder;
  private HttpEnd end;

  @BeforeEach
  void open() throws Exception {
    end = new HttpEnd();
    Files.writeString(folder.resolve("token"), SECRET + "\n");
    Files.writeString(folder.resolve("address"), end.base() + "/hook/secret-token\n");
  }

  @AfterEach
  void close() {
    end.close();
  }

  @Test
  void pagerDutyOpensAndClosesOneIncidentPerGroup() throws Exception {
    end.answers(
        202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"k\"}");
    assertThat(send("pagerduty", DOWN)).startsWith("202 {\"status\":\"success\"");
    send("pagerduty", following("resolved"));
    JsonNode first = posted(0);
    JsonNode last = posted(1);
    assertThat(end.posts().getFirst().path()).isEqualTo("/v2/enqueue");
    assertThat(first.path("routing_key").asText()).isEqualTo(SECRET);
    assertThat(first.path("event_action").asText()).isEqualTo("trigger");
    assertThat(last.path("event_action").asText()).isEqualTo("resolve");
    assertThat(first.path("dedup_key").asText()).hasSizeLessThanOrEqualTo(255).isNotBlank();
    assertThat(last.path("dedup_key")).isEqualTo(first.path("dedup_key"));
    assertThat(first.path("payload").path("summary").asText()).startsWith("[상점] 긴급: web is down");
    assertThat(first.path("payload").path("source").asText()).isEqualTo("web");
    assertThat(first.path("payload").path("severity").asText()).isEqualTo("critical");
    assertThat(first.path("payload").path("timestamp").asText()).isEqualTo("2026-03-02T00:00:00Z");
    assertThat(first.path("links").path(0).path("href").asText()).endsWith("/alerts/1");
  }

  @Test
  void telegramGetsPlainTextForItsChat() throws Exception {
    end.answers(200, "{\"ok\":true,\"result\":{\"message_id\":5}}");
    assertThat(send("telegram", DOWN)).isEqualTo("200 {\"ok\":true,\"result\":{\"message_id\":5}}");
    assertThat(end.posts().getFirst().path()).isEqualTo("/bot" + SECRET + "/sendMessage");
    assertThat(posted(0).path("chat_id").asText()).isEqualTo("-1001");
    assertThat(posted(0).path("text").asText())
        .isEqualTo(DOWN.title() + "\n측정값: 0\n임계값: probe_success == 0");
    assertThat(posted(0).has("parse_mode")).isFalse();
  }

  @Test
  void discordCallsNobodyWhomALabelNames() throws Exception {
    assertThat(send("discord", DOWN)).isEqualTo("200 ok");
    assertThat(posted(0).path("content").asText()).contains("@everyone");
    assertThat(posted(0).path("allowed_mentions").path("parse")).isEmpty();
    send("discord", new Message("d2", null, "long", List.of("가".repeat(3000)), "short", FACTS));
    assertThat(posted(1).path("content").asText()).hasSize(2000).endsWith("…");
  }

  @Test
  void teamsGetsACardWhoseTextsAreTexts() throws Exception {
    end.answers(202, "");
    assertThat(send("teams", DOWN)).isEqualTo("202");
    JsonNode card = posted(0).path("attachments").path(0).path("content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.path("body").path(0).path("text").asText()).contains("\\[x\\](http://evil)");
    assertThat(card.path("body").path(1).path("text").asText()).contains("측정값: 0\n\n임계값");
    assertThat(card.path("actions").path(0).path("url").asText()).endsWith("/alerts/1");
  }

  @Test
  void slackKeepsWhatIsSaidOfOneThingInOneThread() throws Exception {
    end.answers(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}");
    String proof = send("slack-app", DOWN);
    assertThat(proof).isEqualTo("200 ts 1503435956.000247 in C1");
    assertThat(end.posts().getFirst().header("Authorization")).isEqualTo("Bearer " + SECRET);
    assertThat(posted(0).path("channel").asText()).isEqualTo("C1");
    assertThat(posted(0).path("text").asText()).contains("&lt;!channel&gt;");
    assertThat(posted(0).has("thread_ts")).isFalse();
    Message.Earlier earlier = new Message.Earlier("d1", proof);
    send("slack-app", new Message("d2", earlier, "over", List.of(), "over", FACTS));
    assertThat(posted(1).path("thread_ts").asText()).isEqualTo("1503435956.000247");
    end.answers(200, "{\"ok\":false,\"error\":\"not_in_channel\"}");
    assertThatThrownBy(() -> send("slack-app", DOWN))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("not_in_channel");
  }

  @Test
  void twilioGetsAFormAndTheShortText() throws Exception {
    end.answers(201, "{\"sid\":\"SM1\",\"status\":\"queued\"}");
    assertThat(send("twilio", DOWN)).startsWith("201 {\"sid\":\"SM1\"");
    HttpEnd.Post post = end.posts().getFirst();
    assertThat(post.path()).isEqualTo("/2010-04-01/Accounts/AC1/Messages.json");
    assertThat(post.header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(("AC1:" + SECRET).getBytes(StandardCharsets.UTF_8)));
    assertThat(form(post.body()))
        .containsEntry("To", "+821012345678")
        .containsEntry("From", "+15005550006")
        .containsEntry("Body", DOWN.shortText());
    send("twilio", new Message("d2", null, "t", List.of(), "가".repeat(200), FACTS));
    assertThat(form(end.posts().get(1).body()).get("Body")).hasSize(134).endsWith("..");
  }

  @Test
  void snsGetsASignedFormWithTheShortTextOrATopicsWholeOne() throws Exception {
    end.answers(
        200,
        "<PublishResponse xmlns=\"https://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
            + "<MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult>"
            + "</PublishResponse>");
    assertThat(send("sns", DOWN)).isEqualTo("200 MessageId 567910cd-659e-55d4-8ccb-5aaf14679dc0");
    HttpEnd.Post post = end.posts().getFirst();
    assertThat(post.path()).isEqualTo("/");
    assertThat(post.header("X-amz-date")).isEqualTo("19700101T000000Z");
    assertThat(post.header("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential="
                + SECRET
                + "/19700101/ap-northeast-1/sns/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-date, Signature=");
    assertThat(form(post.body()))
        .containsEntry("Action", "Publish")
        .containsEntry("Version", "2010-03-31")
        .containsEntry("PhoneNumber", "+821012345678")
        .containsEntry("Message", DOWN.shortText())
        .containsEntry("MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SMSType")
        .containsEntry("MessageAttributes.entry.1.Value.StringValue", "Transactional")
        .containsEntry("MessageAttributes.entry.2.Name", "AWS.SNS.SMS.SenderID")
        .containsEntry("MessageAttributes.entry.2.Value.DataType", "String")
        .containsEntry("MessageAttributes.entry.2.Value.StringValue", "JIGI");
    send("topic", DOWN);
    assertThat(form(end.posts().get(1).body()))
        .containsEntry("TopicArn", "arn:aws:sns:us-east-1:123456789012:alerts")
        .containsEntry("Message", DOWN.title() + "\n측정값: 0\n임계값: probe_success == 0")
        .doesNotContainKeys("PhoneNumber", "Subject", "MessageAttributes.entry.1.Name");
    send("topic", new Message("d2", null, "web is down", List.of(), "s", FACTS));
    assertThat(form(end.posts().get(2).body())).containsEntry("Subject", "web is down");
    end.answers(200, "<html>a proxy of the house</html>");
    assertThatThrownBy(() -> send("sns", DOWN))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("without a message's id: 200 <html>a proxy");
  }

  @Test
  void koreanProvidersGetWhatTheirInterfaceAsksForAndCountsInBytes() throws Exception {
    end.answers(200, "{\"result\":\"ok\",\"id\":7}");
    assertThat(send("sms", DOWN)).isEqualTo("200 {\"result\":\"ok\",\"id\":7}");
    HttpEnd.Post post = end.posts().getFirst();
    assertThat(post.header("X-secret-key")).isEqualTo(SECRET);
    assertThat(post.header("Idempotency-key")).isEqualTo("d1");
    assertThat(posted(0).path("to").asText()).isEqualTo("01012345678");
    assertThat(posted(0).path("text").asText()).isEqualTo(DOWN.shortText());
    send("sms", new Message("d2", null, "t", List.of(), "긴급 \"" + "가".repeat(80) + "🚨", FACTS));
    String text = posted(1).path("text").asText();
    assertThat(text).startsWith("긴급 \"가").endsWith("..");
    assertThat(text.getBytes(Charset.forName("EUC-KR"))).hasSizeBetween(89, 90);
    send("by-form", DOWN);
    assertThat(form(end.posts().get(2).body()))
        .containsEntry("key", SECRET)
        .containsEntry("msg", DOWN.shortText());
    end.answers(200, "{\"result\":\"no credit\"}");
    assertThatThrownBy(() -> send("sms", DOWN))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("no credit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pagerduty", "telegram", "discord", "teams", "slack-app", "twilio", "sms", "sns"})
  void whatIsRefusedIsAFailedAttemptThatTellsWhyAndNoSecret(String channel) throws Exception {
    end.refusesFor(30, "{\"ok\":false,\"error\":\"slow down\"}");
    assertThatThrownBy(() -> send(channel, DOWN))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("429 {\"ok\":false,\"error\":\"slow down\"}")
        .hasMessageContaining("Retry-After: 30")
        .hasMessageNotContaining("secret-token");
    end.answers(500, "oops");
    assertThatThrownBy(() -> send(channel, DOWN)).hasMessageContaining("500 oops");
    end.close();
    assertThatThrownBy(() -> send(channel, DOWN))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("did not answer: it takes no connection there")
        .hasMessageNotContaining("secret-token");
  }

  @Test
  void receiversOfAlertmanagerOfTheseKindsAreRead() throws Exception {
    end.answers(202, "{}");
    String file =
        """
        route: {receiver: all}
        receivers:
          - name: all
            pagerduty_configs: [{routing_key_file: token, url: "%1$s/v2/enqueue", severity: x}]
            telegram_configs: [{bot_token_file: token, chat_id: -1001, api_url: "%1$s"}]
            discord_configs: [{webhook_url_file: address}]
            msteamsv2_configs: [{webhook_url_file: address, title: t}]
        """
            .formatted(end.base());
    NotifySettings settings = settings(Map.of("alertmanager.yml", file));
    for (Receiver.Leg leg :
        Objects.requireNonNull(settings.routing().receivers().get("all")).legs()) {
      Channel channel =
          Objects.requireNonNull(settings.channels().get(leg.route().by().getFirst()));
      channel.send(DOWN, TestPeople.person("all", null), context());
    }
    assertThat(end.posts())
        .extracting(HttpEnd.Post::path)
        .containsExactlyInAnyOrder(
            "/v2/enqueue",
            "/bot" + SECRET + "/sendMessage",
            "/hook/secret-token",
            "/hook/secret-token");
  }

  private Message following(String kind) {
    Map<String, String> facts = new TreeMap<>(FACTS);
    facts.put("kind", kind);
    return new Message("d2", new Message.Earlier("d1", "202"), "over", List.of(), "over", facts);
  }

  private JsonNode posted(int index) {
    return Json.tree(end.posts().get(index).body());
  }

  private static Map<String, String> form(String body) {
    Map<String, String> all = new TreeMap<>();
    for (String pair : body.split("&")) {
      String[] sides = pair.split("=", 2);
      all.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  private String send(String name, Message message) throws Exception {
    Channel channel = Objects.requireNonNull(settings(Map.of()).channels().get(name));
    return channel.send(message, TestPeople.withPhone("kim", "+821012345678"), context());
  }

  private SendContext context() {
    return new SendContext(folder, name -> null, Instant.EPOCH, new Network());
  }

  private NotifySettings settings(Map<String, String> more) {
    Map<String, String> files = new TreeMap<>(more);
    files.put(
        "jigi.yaml",
        """
        system: shop
        people:
          kim: {phone: +82-10-1234-5678}
        channels:
          pagerduty: {pagerduty: {file: token}, api: "%1$s"}
          telegram: {telegram: {file: token}, chat: "-1001", api: "%1$s"}
          discord: {discord: {file: address}}
          teams: {teams: {file: address}}
          slack-app: {slack-app: {file: token}, channel: C1, api: "%1$s"}
          twilio: {twilio: AC1, token: {file: token}, from: "+15005550006", api: "%1$s"}
          sms:
            sms: "%1$s/send"
            secret: {file: token}
            headers: {X-Secret-Key: "{secret}"}
            body: '{"to":"{local}","text":"{text}"}'
            accepted: '"result":"ok"'
          sns:
            sns: ap-northeast-1
            access-key: {file: token}
            secret-key: {file: token}
            from: JIGI
            api: "%1$s"
          topic:
            sns: arn:aws:sns:us-east-1:123456789012:alerts
            access-key: {file: token}
            secret-key: {file: token}
            api: "%1$s"
          by-form:
            sms: "%1$s/send"
            secret: {file: token}
            format: form
            body: key={secret}&to={to}&msg={text}
        """
            .formatted(end.base()));
    NotifyPart part = new NotifyPart(_ -> Names.unknown(), _ -> Holidays.NONE);
    ManualReader.Result result =
        new ManualReader(List.of(part), name -> null)
            .read(new ManualSource(folder, new TreeMap<>(files)));
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.manual()).part(part);
  }
}
