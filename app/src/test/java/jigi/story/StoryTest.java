package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.operate.notify.HttpEnd;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The quickstart's story from the broken shop to the closed incident. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
class StoryTest {
  private static final Duration STORY = Duration.ofSeconds(20);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Seoul"));

  @Test
  @Shows({"ALERT-09", "FIX-01"})
  void theBrokenShopIsReportedRepairedAndWrittenUp() {
    try (ShopScene scene = new ShopScene(ShopScene.Pace.SHIPPED);
        RunningJigi jigi = RunningJigi.start(scene.setup("data", Map.of()))) {
      Outcome outcome = new Outcome(jigi);
      outcome.awaitShop("ok");
      Instant broken = Instant.now();
      scene.stopShop();
      JsonNode incident = outcome.awaitClosed();
      outcome.awaitDeliveries(4);

      Instant firing = theAlertFired(outcome, broken);
      theLadderStoppedAtTheRestart(jigi, outcome);
      theIncidentTellsIt(jigi, incident);
      assertThat(Duration.between(broken, Instant.parse(incident.path("closed").asText())))
          .isLessThan(STORY);
      theMailSaysWhatAndWhere(scene, jigi, incident, firing);
      theChatSaysTheSame(scene, jigi, incident);
      assertThat(outcome.shopSince()).as("well since the repair").isAfter(broken);
      assertThat(outcome.chain().path("broken").isNull()).isTrue();
      assertThat(outcome.chain().path("entries").asInt()).isGreaterThan(10);
    }
  }

  private static Instant theAlertFired(Outcome outcome, Instant broken) {
    Instant active = since(outcome.events("alert.pending").getFirst());
    Instant firing = outcome.at("alert.firing", e -> rule(e).equals("ShopDown"));
    Instant resolved = outcome.at("alert.resolved", e -> rule(e).equals("ShopDown"));
    assertThat(active).isAfter(broken);
    assertThat(Duration.between(active, firing))
        .as("fires no sooner than 'for'")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(resolved).isAfter(firing);
    return since(outcome.events("alert.firing").getFirst());
  }

  private static Instant since(JsonNode event) {
    assertThat(rule(event)).isEqualTo("ShopDown");
    return Instant.parse(event.path("args").path("since").asText());
  }

  private static String rule(JsonNode event) {
    return event.path("args").path("alert").asText();
  }

  private static void theLadderStoppedAtTheRestart(RunningJigi jigi, Outcome outcome) {
    assertThat(outcome.repairs()).hasSize(1);
    JsonNode run = jigi.get("/api/v1/runs/" + outcome.repairs().getFirst().path("id").asText());
    assertThat(run.path("row").path("state").asText()).isEqualTo("succeeded");
    assertThat(run.path("row").path("trigger").asText()).isEqualTo("alert:ShopDown");
    assertThat(run.path("steps"))
        .extracting(step -> step.path("state").asText())
        .containsExactly("succeeded", "succeeded", "skipped");
    JsonNode restart = run.path("steps").get(1);
    assertThat(restart.path("attempts")).hasSizeGreaterThanOrEqualTo(1);
    Instant ended = Instant.parse(restart.path("ended").asText());
    Instant verified = outcome.at("incident.verified", e -> true);
    assertThat(verified).isAfterOrEqualTo(ended);
  }

  private static void theIncidentTellsIt(RunningJigi jigi, JsonNode incident) {
    assertThat(incident.path("title").asText()).isEqualTo("가게가 응답하지 않습니다");
    assertThat(incident.path("system").asText()).isEqualTo("quickstart");
    String path = "/api/v1/incidents/" + incident.path("id").asText();
    // An event is told a moment after what it tells of.
    Until.so(
        "the end of the run is told",
        () -> jigi.get(path).path("timeline").findValuesAsText("kind").contains("run.finished"),
        () -> "" + jigi.get(path));
    JsonNode page = jigi.get(path);
    assertThat(page.path("timeline"))
        .extracting(event -> event.path("kind").asText())
        .contains(
            "alert.firing",
            "incident.opened",
            "run.started",
            "run.step",
            "run.finished",
            "alert.resolved",
            "incident.resolved",
            "incident.verified",
            "incident.closed",
            "delivery.accepted");
    assertThat(page.path("runs")).hasSize(1);
    assertThat(page.path("alerts")).hasSize(1);
  }

  private static void theMailSaysWhatAndWhere(
      ShopScene scene, RunningJigi jigi, JsonNode incident, Instant firing) {
    List<ReceivedMail> mails = scene.mail().mails().reversed();
    assertThat(mails).hasSize(2);
    ReceivedMail first = mails.getFirst();
    assertThat(first.to()).containsExactly("you@example.com");
    assertThat(first.subject()).contains("처음 만나는 지기", "가게가 응답하지 않습니다");
    assertThat(first.text().lines().map(String::strip))
        .contains(
            "시스템: 처음 만나는 지기",
            "규칙: ShopDown",
            "구성 요소: shop",
            "발생 시각: " + MOMENT.format(firing) + " Asia/Seoul",
            "링크: " + jigi.uri("/incidents/" + incident.path("id").asText()));
    assertThat(first.text()).contains("심각도: ", "shop-down");
    ReceivedMail last = mails.getLast();
    assertThat(last.subject()).contains("복구", "가게가 응답하지 않습니다");
    assertThat(last.inReplyTo()).isEqualTo(first.messageId());
    assertThat(last.messageId()).isNotEqualTo(first.messageId());
  }

  private static void theChatSaysTheSame(ShopScene scene, RunningJigi jigi, JsonNode incident) {
    List<HttpEnd.Post> posts = scene.chat().posts();
    assertThat(posts).hasSize(2);
    String text = Json.tree(posts.getFirst().body()).path("text").asText();
    assertThat(text)
        .contains(
            "처음 만나는 지기",
            "규칙: ShopDown",
            "구성 요소: shop",
            jigi.uri("/incidents/" + incident.path("id").asText()).toString());
    assertThat(Json.tree(posts.getLast().body()).path("text").asText()).contains("복구");
  }
}
