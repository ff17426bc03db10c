package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jigi.base.kernel.Json;
import jigi.operate.notify.HttpEnd;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;

/** One story of the shop on a data directory of its own, and how it must have ended. */
final class Story {

  /** To one person by mail and by chat: it is broken, it is well again. */
  private static final int DELIVERIES = 4;

  private final ShopScene scene;
  private final RunningJigi.Setup setup;
  private final int effectsBefore;
  private final Set<String> mailsBefore;
  private final int postsBefore;

  Story(ShopScene scene, String name) {
    this(scene, scene.setup(name, Map.of()));
  }

  Story(ShopScene scene, RunningJigi.Setup setup) {
    this.scene = scene;
    this.setup = setup;
    this.effectsBefore = scene.effects().size();
    this.mailsBefore =
        scene.mail().mails().stream().map(ReceivedMail::messageId).collect(Collectors.toSet());
    this.postsBefore = scene.chat().posts().size();
  }

  RunningJigi start(Map<String, String> environment) {
    return RunningJigi.start(with(environment));
  }

  /** Starts it and waits for nothing. */
  RunningJigi launch(Map<String, String> environment) {
    return RunningJigi.launch(with(environment));
  }

  private RunningJigi.Setup with(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(setup.environment());
    all.putAll(environment);
    return new RunningJigi.Setup(setup.port(), setup.data(), setup.home(), setup.arguments(), all);
  }

  void breakTheShop(RunningJigi jigi) {
    new Outcome(jigi).awaitShop("ok");
    scene.stopShop();
  }

  void awaitEnd(RunningJigi jigi) {
    Outcome outcome = new Outcome(jigi);
    outcome.awaitClosed();
    outcome.awaitDeliveries(DELIVERIES);
    outcome.awaitShop("ok");
  }

  /** Whether the command that restarts the shop has begun and not ended. */
  boolean restarting() {
    return ownEffects().size() == 1;
  }

  /** Messages that came again, all with the ID of the first. */
  int repetitions() {
    long mails =
        scene.mail().mails().stream().filter(m -> !mailsBefore.contains(m.messageId())).count();
    int posts = scene.chat().posts().size() - postsBefore;
    return (int) mails + posts - DELIVERIES;
  }

  /** What holds at the end, however often Jigi died on the way. */
  void check(RunningJigi jigi) {
    Outcome outcome = new Outcome(jigi);
    assertThat(outcome.incidents()).hasSize(1);
    assertThat(outcome.repairs())
        .extracting(run -> run.path("state").asText())
        .containsExactly("succeeded");
    assertThat(outcome.repairSteps())
        .as("the restart was verified and the ladder stopped there")
        .extracting(step -> step.path("state").asText())
        .containsExactly("succeeded", "succeeded", "skipped");
    theShopWasRestartedOnce();
    eachMessageCameAndTwiceOnlyWithItsId(outcome);
    JsonNode chain = outcome.chain();
    assertThat(chain.path("broken").isNull()).as(chain.toString()).isTrue();
    for (String kind :
        List.of("alert.firing", "alert.resolved", "incident.opened", "incident.closed")) {
      assertThat(outcome.events(kind)).as("told once: " + kind).hasSize(1);
    }
    assertThat(outcome.events("run.finished"))
        .as("told once of each run")
        .hasSize(1 + DELIVERIES)
        .extracting(event -> event.path("run").asText())
        .doesNotHaveDuplicates();
  }

  /** The step begins once and is carried to its end by the same process, whoever watches it. */
  private void theShopWasRestartedOnce() {
    List<String> effects = ownEffects();
    assertThat(effects).hasSize(2);
    String pid = effects.getFirst().split(" ")[2];
    assertThat(effects).containsExactly("begin restart " + pid, "end restart " + pid + " 0");
  }

  private List<String> ownEffects() {
    List<String> all = scene.effects();
    return all.subList(effectsBefore, all.size());
  }

  private void eachMessageCameAndTwiceOnlyWithItsId(Outcome outcome) {
    Map<String, Set<String>> mails = new HashMap<>();
    scene.mail().mails().stream()
        .filter(mail -> !mailsBefore.contains(mail.messageId()))
        .forEach(
            mail ->
                mails.computeIfAbsent(mail.messageId(), id -> new HashSet<>()).add(mail.subject()));
    twoTitles(mails.values());
    Map<String, Set<String>> posts = new HashMap<>();
    List<HttpEnd.Post> all = scene.chat().posts();
    all.subList(postsBefore, all.size())
        .forEach(
            post ->
                posts
                    .computeIfAbsent(post.header("Idempotency-key"), id -> new HashSet<>())
                    .add(title(post)));
    assertThat(posts).doesNotContainKey("");
    twoTitles(posts.values());
    assertThat(outcome.deliveries()).hasSize(DELIVERIES);
  }

  private static String title(HttpEnd.Post post) {
    return Json.tree(post.body()).path("text").asText().lines().findFirst().orElse("");
  }

  private static void twoTitles(Collection<Set<String>> titles) {
    assertThat(titles).hasSize(2).allSatisfy(same -> assertThat(same).hasSize(1));
  }
}
