package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.store.TestDatabase;
import jigi.operate.incident.Incident;
import jigi.operate.notify.Acknowledgements.Receipt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who acknowledges at Slack or PagerDuty, as those document what they post, has acknowledged. */
class AcknowledgedElsewhereTest extends TellingHouse {
  private static final String TAKEN =
      "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\"}";

  private Acknowledgements acknowledgements;

  @Override
  TestDatabase database() {
    return TestDatabase.SQLITE;
  }

  @Override
  String manual() {
    return """
    system: shop
    people:
      kim: {email: kim@example.com, slack: U1}
      cto: {email: cto@example.com}
    channels:
      mail: {smtp: "127.0.0.1:%1$d"}
      team: {slack-app: {file: token}, channel: C1, signing-secret: {file: signing}, api: "%2$s"}
      pager: {pagerduty: {file: token}, webhook-secret: {file: signing}, api: "%2$s"}
    routes:
      critical: {to: [kim], by: [team], escalate: {after: 15m, to: [cto], by: [mail]}}
      DbSlow: {to: [kim], by: [pager], escalate: {after: 15m, to: [cto], by: [mail]}}
    incidents:
      call: {P0: {to: [kim], by: [team], at: opened}}
    """
        .formatted(mail.port(), slack.base());
  }

  @BeforeEach
  void listen() throws Exception {
    Files.writeString(data.resolve("token"), "xoxb-1\n");
    Files.writeString(data.resolve("signing"), "shh\n");
    slack.answers(200, TAKEN);
    acknowledgements =
        new Acknowledgements(
            new Acknowledgements.Surroundings(stores.store(), journal, timeline, name -> null),
            engine::settings,
            new Acknowledgements.Acts(this::acknowledge, incidents::acknowledge));
  }

  /** As the room of alerts does. */
  private void acknowledge(String alert, String actor) {
    journal.append(
        EventDraft.of(EventKind.of("alert.acknowledged"))
            .system("shop")
            .actor(actor)
            .with("id", alert));
  }

  @Test
  void theButtonInSlackAcknowledgesAndTheMessageSaysWhoDid() throws Exception {
    firing("a1");
    journal.settle();
    await(() -> state("team") == Delivery.State.ACCEPTED);
    JsonNode button = posted(0).path("blocks").path(1).path("elements").path(0);
    assertThat(button.path("text").path("text").asText()).isEqualTo("확인");
    String body = pressed(button.path("value").asText());
    Instant now = Instant.now();
    assertThat(slack(body, now, "other")).isInstanceOf(Receipt.Forged.class);
    assertThat(slack(body, now.minus(Duration.ofMinutes(6)), "shh"))
        .as("a copy that somebody kept")
        .isInstanceOf(Receipt.Forged.class);
    assertThat(present().state()).isEqualTo(Incident.State.OPEN);
    assertThat(slack(body, now, "shh")).isEqualTo(new Receipt.Acknowledged(1));
    await(() -> slack.posts().size() == 2);
    journal.settle();
    assertThat(present().by().acknowledgedBy()).isEqualTo("slack:kim");
    assertThat(slack.posts().get(1).path()).isEqualTo("/api/chat.update");
    assertThat(posted(1).path("ts").asText()).isEqualTo("1503435956.000247");
    assertThat(posted(1).path("text").asText())
        .startsWith("*확인됨: [상점] 긴급: web is down*")
        .contains("확인한 사람: slack:kim");
    assertThat(posted(1).path("blocks")).as("the button is gone").hasSize(1);
    timeline.advance(Duration.ofMinutes(16));
    journal.settle();
    assertThat(mail.mails()).as("nobody is called any more").isEmpty();
    append("alert.resolved", "a1");
    journal.settle();
    assertThat(slack(body, Instant.now(), "shh"))
        .as("what is over stays over")
        .isInstanceOf(Receipt.Ignored.class);
  }

  @Test
  void aCallForAnIncidentIsTakenByTheSameButton() throws Exception {
    firing("a4");
    journal.settle();
    await(() -> engine.about(present().id()).stream().anyMatch(this::isAccepted));
    Delivery called = engine.about(present().id()).getFirst();
    assertThat(called.kind()).isEqualTo(Delivery.Kind.CALLED);
    assertThat(slack(pressed(called.id()), Instant.now(), "shh"))
        .isEqualTo(new Receipt.Acknowledged(1));
    journal.settle();
    assertThat(present().state()).isEqualTo(Incident.State.ACKNOWLEDGED);
  }

  @Test
  @Shows("ALERT-55")
  void pagerDutyAndJigiTellEachOtherWhoIsAtIt() throws Exception {
    firing("a3");
    journal.settle();
    await(() -> state("pager") == Delivery.State.ACCEPTED);
    assertThat(posted(0).path("event_action").asText()).isEqualTo("trigger");
    String key = posted(0).path("dedup_key").asText();
    String taken = happened(key, "incident.acknowledged", "user_reference", "2026-03-01T00:00:05Z");
    assertThat(pagerDuty(taken, "other")).isInstanceOf(Receipt.Forged.class);
    for (String other :
        List.of(
            happened(key, "incident.triggered", "user_reference", "2026-03-01T00:00:05Z"),
            happened(key, "incident.acknowledged", "service_reference", "2026-03-01T00:00:05Z"),
            happened("k", "incident.acknowledged", "user_reference", "2026-03-01T00:00:05Z"),
            happened(key, "incident.acknowledged", "user_reference", "2026-02-28T23:59:59Z"))) {
      assertThat(pagerDuty(other, "shh")).as(other).isInstanceOf(Receipt.Ignored.class);
    }
    assertThat(present().state()).isEqualTo(Incident.State.OPEN);
    assertThat(pagerDuty(taken, "shh")).isEqualTo(new Receipt.Acknowledged(1));
    journal.settle();
    assertThat(present().by().acknowledgedBy()).isEqualTo("pagerduty:Kim Lee");
    timeline.advance(Duration.ofMinutes(16));
    journal.settle();
    assertThat(mail.mails()).as("nobody is called any more").isEmpty();
    assertThat(slack.posts()).as("PagerDuty knows it already").hasSize(1);
    acknowledge("a3", "user:kim");
    await(() -> slack.posts().size() == 2);
    assertThat(posted(1).path("event_action").asText()).isEqualTo("acknowledge");
    assertThat(posted(1).path("dedup_key").asText()).isEqualTo(key);
  }

  @Test
  void onlyChannelsThatListenAreHeard() throws Exception {
    Answers.Posted nothing = new Answers.Posted(name -> null, new byte[0]);
    assertThat(acknowledgements.receive("shop", "mail", nothing)).isNull();
    assertThat(acknowledgements.receive("other", "team", nothing)).isNull();
    Files.delete(data.resolve("signing"));
    assertThat(acknowledgements.receive("shop", "team", nothing))
        .isInstanceOf(Receipt.NoSecret.class);
  }

  private boolean isAccepted(Delivery one) {
    return one.progress().state() == Delivery.State.ACCEPTED;
  }

  private Incident present() {
    return incidents.open("shop").getFirst();
  }

  private JsonNode posted(int index) {
    return Json.tree(slack.posts().get(index).body());
  }

  private static String pressed(String delivery) {
    String payload =
        Json.write(
            Map.of(
                "type",
                "block_actions",
                "user",
                Map.of("id", "U1", "username", "kim.lee"),
                "actions",
                List.of(Map.of("action_id", "acknowledge", "value", delivery))));
    return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
  }

  private Receipt slack(String body, Instant at, String secret) {
    String stamp = String.valueOf(at.getEpochSecond());
    String signature =
        "v0="
            + Hash.signature(secret, ("v0:" + stamp + ":" + body).getBytes(StandardCharsets.UTF_8));
    return receive(
        "team", body, Map.of("x-slack-request-timestamp", stamp, "x-slack-signature", signature));
  }

  private static String happened(String key, String type, String agent, String at) {
    return Json.write(
        Map.of(
            "event",
            Map.of(
                "event_type",
                type,
                "occurred_at",
                at,
                "agent",
                Map.of("type", agent, "id", "P1", "summary", "Kim Lee"),
                "data",
                Map.of("type", "incident", "incident_key", key))));
  }

  private Receipt pagerDuty(String body, String secret) {
    String signature = "v1=" + Hash.signature(secret, body.getBytes(StandardCharsets.UTF_8));
    return receive("pager", body, Map.of("x-pagerduty-signature", "v1=0, " + signature));
  }

  private Receipt receive(String channel, String body, Map<String, String> headers) {
    return Objects.requireNonNull(
        acknowledgements.receive(
            "shop",
            channel,
            new Answers.Posted(headers::get, body.getBytes(StandardCharsets.UTF_8))));
  }
}
