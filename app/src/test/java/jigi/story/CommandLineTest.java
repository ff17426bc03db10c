package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.base.kernel.Json;
import jigi.testing.JigiCommand;
import jigi.testing.JigiCommand.Ran;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a server, both as packaged, in a rehearsal with stand-ins. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
  private static final String GREET =
      """
      ---
      runbook: greet
      title: Greet
      parameters:
        WHO: {pattern: "[a-z]+"}
      ---
      ## Look
      ```sh look on=here
      echo "looking for $WHO"
      ```
      ## Greet
      ```sh run on=here
      echo "hello $WHO"
      ```
      ```sh verify on=here
      true
      ```
      """;
  private static final String ASK =
      """
      ---
      runbook: ask
      title: Ask first
      ---
      ## May I?
      ```approve expires=10m
      ```
      ## Act
      ```sh run on=here
      echo acted
      ```
      ```sh verify on=here
      true
      ```
      """;
  private static final String LONG =
      """
      ---
      runbook: long
      title: Takes long
      ---
      ## Wait for the file
      ```sh look on=here timeout=60s
      echo begins
      while [ ! -e "%s" ]; do sleep 0.1; done
      echo ends
      ```
      """;
  private static final String UNSURE =
      """
      ---
      runbook: unsure
      title: Nobody knows
      ---
      ## Act
      ```sh run on=here
      echo acted
      ```
      ```condition verify until=never-measured timeout=1s
      ```
      """;

  private static final String OUTSIDE =
      """
        outside:
          on: here
          probes:
            - http: http://192.0.2.1/
              every: 1h
            - icmp: 192.0.2.1
              every: 1h
            - dns: example.com
              server: 192.0.2.1:53
              every: 1h
      """;

  private final ShopScene scene = new ShopScene(ShopScene.Pace.STAND_INS);
  private final Path go = scene.folder().resolve("go");
  private RunningJigi server;
  private JigiCommand jigi;

  @BeforeAll
  void start() throws IOException {
    scene.edit(
        "jigi.yaml",
        Map.of(
            "conditions:\n",
            OUTSIDE
                + "status-page:\n"
                + "  주문: shop\n"
                + "conditions:\n"
                + "  never-measured: http_requests_total{code=\"799\"} < 1\n"));
    Path runbooks = scene.manual().resolve("runbooks");
    Files.writeString(runbooks.resolve("greet.md"), GREET);
    Files.writeString(runbooks.resolve("ask.md"), ASK);
    Files.writeString(runbooks.resolve("long.md"), LONG.formatted(go));
    Files.writeString(runbooks.resolve("unsure.md"), UNSURE);
    RunningJigi.Setup setup = scene.setup("data", Map.of());
    List<String> arguments = new ArrayList<>(setup.arguments());
    arguments.add("--rehearsal");
    server =
        RunningJigi.start(
            new RunningJigi.Setup(
                setup.port(), setup.data(), setup.home(), arguments, setup.environment()));
    jigi =
        new JigiCommand(
            Map.of(
                "JIGI_SERVER", server.uri("").toString(),
                "JIGI_DATA", setup.data().toString(),
                "LANG", "C.UTF-8"));
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    scene.close();
  }

  private Ran done(String... words) {
    Ran ran = jigi.run(words);
    assertThat(ran.exit()).as(String.join(" ", words) + "\n" + ran.out() + ran.err()).isZero();
    return ran;
  }

  private JsonNode list(String name, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return jigi.run(all.toArray(String[]::new)).json().path(name);
  }

  private long firing() {
    return server.get("/api/v1/alerts/list").path("alerts").findValuesAsText("state").stream()
        .filter("firing"::equals)
        .count();
  }

  private String run(String runbook, String... more) {
    List<String> words = new ArrayList<>(List.of("runbook", "run", runbook, "--json"));
    words.addAll(List.of(more));
    return done(words.toArray(String[]::new)).json().path("id").asText();
  }

  private JsonNode awaitState(String id, String state) {
    return Until.found(
        state,
        () -> {
          JsonNode run = server.get("/api/v1/runs/" + id);
          return run.path("row").path("state").asText().equals(state) ? run : null;
        },
        server::log);
  }

  @Test
  void aRunbookRunsWithItsParametersAndIsFollowed() {
    Ran followed = done("runbook", "run", "greet", "--param", "WHO=kim", "--follow");
    assertThat(followed.out())
        .contains("── Look", "looking for kim", "── Greet", "hello kim")
        .endsWith("succeeded\n");
    Ran refused = jigi.run("runbook", "run", "greet", "--param", "WHO=K1M");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("WHO").contains("HINT: ");
  }

  @Test
  void aDryRunLooksAndDoesNotAct() {
    String id = run("greet", "--param", "WHO=lee", "--dry-run");
    JsonNode run = awaitState(id, "succeeded");
    assertThat(run.path("steps"))
        .extracting(step -> step.path("state").asText())
        .containsExactly("succeeded", "skipped");
    assertThat(jigi.run("runs", "logs", id).out()).contains("looking").doesNotContain("hello");
  }

  @Test
  void oneBlockRunsByItself() {
    JsonNode blocks = jigi.run("runbook", "show", "greet", "--json").json().path("blocks");
    String line = "";
    for (JsonNode block : blocks) {
      line = block.path("role").asText().equals("verify") ? block.path("line").asText() : line;
    }
    String id = run("greet", "--block", line);
    assertThat(awaitState(id, "succeeded").path("steps")).hasSize(1);
  }

  @Test
  void aLogIsFollowedWhileItGrowsAndARunIsCancelled(@TempDir Path temp) throws Exception {
    String cancelled = run("long");
    awaitState(cancelled, "running");
    done("runs", "cancel", cancelled);
    awaitState(cancelled, "cancelled");
    assertThat(jigi.run("runs", "show", cancelled).exit()).isEqualTo(1);

    String id = run("long");
    Path out = temp.resolve("out");
    Process following = jigi.start(out, temp.resolve("err"), "runs", "logs", id, "-f", "--json");
    Until.so("seen", () -> JigiCommand.text(out).contains("begins"), () -> "");
    assertThat(following.isAlive()).isTrue();
    Files.writeString(go, "");
    assertThat(following.waitFor()).isZero();
    List<JsonNode> lines = JigiCommand.text(out).lines().map(Json::tree).toList();
    assertThat(lines.getLast().path("state").asText()).isEqualTo("succeeded");
    assertThat(lines).anyMatch(line -> line.path("text").asText().contains("ends"));
  }

  @Test
  void approvalsAreGivenAndDeclined() {
    String approved = run("ask");
    awaitState(approved, "waiting");
    assertThat(jigi.run("runs", "show", approved).out()).contains("It waits for", "echo acted");
    Ran choice = jigi.run("runs", "resume", approved, "nonsense");
    assertThat(choice.exit()).isNotZero();
    done("runs", "approve", approved);
    awaitState(approved, "succeeded");
    Ran again = jigi.run("runs", "approve", approved);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).startsWith("nothing-asked");

    String declined = run("ask");
    awaitState(declined, "waiting");
    done("runs", "decline", declined);
    Until.so(
        "over",
        () ->
            jigi.run("runs", "show", declined, "--json").json().path("row").hasNonNull("finished"),
        () -> "");
    assertThat(jigi.run("runs", "logs", declined).out()).doesNotContain("acted");
  }

  @Test
  void aRunThatNobodyCanJudgeIsResumedByAChoice() {
    String id = run("unsure");
    awaitState(id, "waiting");
    assertThat(jigi.run("runs", "approve", id).err()).startsWith("choice-asked");
    assertThat(jigi.run("runs", "show", id).out()).contains("mark-done");
    done("runs", "resume", id, "mark-done", "--evidence", "I looked at it");
    awaitState(id, "succeeded");
    assertThat(jigi.run("journal", "--limit", "200", "--json").out()).contains("I looked at it");
  }

  @Test
  void theShopIsBrokenAlertsIncidentAndHealing() {
    // Its repair would end it before a slow machine has looked.
    done("automation", "hold", "quickstart");
    done("demo", "break", "errors");
    Until.so("firing", () -> firing() > 0, server::log);
    assertThat(jigi.run("alerts").exit()).isEqualTo(1);
    JsonNode alert = list("alerts", "alerts", "list").get(0);
    String rule = alert.path("rule").asText();
    assertThat(done("alerts", "show", rule).out()).contains(rule);
    done("alerts", "ack", rule);
    assertThat(done("alerts", "show", rule, "--json").json().path("row").path("acknowledgement"))
        .isNotEmpty();
    done("demo", "heal");
    done("automation", "allow", "quickstart");
    Until.so("quiet", () -> jigi.run("alerts").exit() == 0, () -> jigi.run("alerts").out());
    assertThat(done("probe", "quickstart/shop", "http").out()).contains("200 OK");
  }

  /** Everybody sees what a person wrote for them, and nothing of the house. */
  private void published(String title, String number) {
    assertThat(server.status("/status/nothing")).isEqualTo(404);
    assertThat(server.open("/status/quickstart")).doesNotContain(title, number);
    Ran refused = jigi.run("incidents", "publish", number, "investigating", "보고 있습니다.");
    assertThat(refused.err()).startsWith("no-title");
    String[] first = {"incidents", "publish", number, "investigating", "확인하고 있습니다."};
    done(with(first, "--title", "주문이 되지 않습니다", "--affects", "주문"));
    assertThat(jigi.run(with(first, "--affects", "shop")).err()).startsWith("unknown-component");
    for (String path : List.of("", "/feed.atom", "/status.json")) {
      assertThat(server.open("/status/quickstart" + path))
          .contains("주문이 되지 않습니다", "확인하고 있습니다.")
          .doesNotContain(title, number, "looked at it myself", "machine", "127.0.0.1:7071");
    }
    assertThat(server.open("/status/quickstart")).contains("오늘", "오류");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  @Shows("INC-32")
  void anIncidentIsTakenWrittenAboutPublishedAndClosed() {
    // Its repair would close it before a slow machine has looked.
    done("automation", "hold", "quickstart");
    done("demo", "break", "crash");
    // Those of other tests are closed.
    JsonNode incident =
        Until.found(
            "an open incident",
            () -> server.get("/api/v1/incidents").path("incidents").get(0),
            server::log);
    String number = "INC-" + incident.path("number").asText();
    Ran status = jigi.launch("status");
    assertThat(status.exit()).isEqualTo(1);
    assertThat(status.out()).contains(number);
    done("incidents", "ack", number);
    done("incidents", "note", number, "looked at it myself");
    done("incidents", "level", number, "P2");
    Ran shown = done("incidents", "show", number);
    assertThat(shown.out()).contains("looked at it myself", "P2");
    published(incident.path("title").asText(), number);
    done("automation", "allow", "quickstart");
    JsonNode repair =
        Until.found(
            "the repair that waits",
            () -> list("runs", "runs", "list", "--state", "waiting").get(0),
            server::log);
    done("runs", "approve", repair.path("id").asText());
    Until.so(
        "closed",
        () -> {
          Ran closed = jigi.run("incidents", "close", number, "over");
          return closed.exit() == 0 || closed.err().contains("closed");
        },
        () -> jigi.run("incidents", "show", number).out());
    assertThat(list("incidents", "incidents", "--all").get(0).path("state").asText())
        .isEqualTo("closed");
    assertThat(server.open("/status/quickstart/feed.atom"))
        .as("only a person says there that it is over")
        .doesNotContain("모두 정상입니다");
    done("incidents", "publish", number, "resolved", "다시 주문할 수 있습니다. 모두 정상입니다.");
    assertThat(server.open("/status/quickstart/feed.atom")).contains("해결됨", "모두 정상입니다");
    done("incidents", "withdraw", number);
    assertThat(server.open("/status/quickstart")).doesNotContain("주문이 되지 않습니다");
    done("demo", "heal");
    // The components that a rehearsal does not talk to stay unknown, and the command says so.
    Until.so(
        "the shop is well",
        () -> !jigi.run("status").out().contains("shop"),
        () -> jigi.run("status").out());
  }

  @Test
  void usersTokensAndTheirRights() {
    done("user", "add", "kim", "--display", "김씨");
    done("user", "grant", "kim", "operations", "quickstart");
    assertThat(done("user").out()).contains("operations@quickstart", "김씨");
    assertThat(done("user", "link", "kim").out()).contains("/sign-in/");
    String secret =
        done("token", "create", "kims", "--scope", "cli", "--user", "kim").out().strip();
    JigiCommand kim = jigi.with("JIGI_TOKEN", secret);
    assertThat(kim.launch("conditions").exit()).isLessThan(2);
    assertThat(kim.run("user").exit()).isEqualTo(2);
    assertThat(kim.run("user", "list").err()).startsWith("not-allowed");
    done("user", "revoke", "kim", "operations", "quickstart");
    assertThat(done("user").out()).doesNotContain("operations@quickstart");
    done("token", "revoke", "kims");
    Ran voided = kim.run("conditions");
    assertThat(voided.exit()).isEqualTo(2);
    assertThat(voided.err()).startsWith("bad-token");
    assertThat(jigi.run("token", "create", "x", "--scope", "nonsense").err())
        .startsWith("unknown-scope");
    assertThat(jigi.run("token", "revoke", "nobodys").exit()).isEqualTo(1);
  }

  @Test
  void manualsAreReloadedAndABadOneLeavesTheLastInForce() {
    done("manual", "reload");
    scene.edit("jigi.yaml", Map.of("system: quickstart", "system: quickstart\nnonsense: 1"));
    Ran refused = jigi.run("manual", "reload");
    Ran placed = jigi.run("manual", "reload", "--json");
    scene.edit("jigi.yaml", Map.of("system: quickstart\nnonsense: 1", "system: quickstart"));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).startsWith("manual-refused").contains("nonsense");
    assertThat(placed.json().path("error").path("place").asText()).isEqualTo("jigi.yaml:3:1");
    assertThat(list("manuals", "manual")).hasSize(1);
    done("manual", "reload");
  }

  @Test
  void theClockMovesAndTheJournalSaysSo() {
    Instant before = Instant.parse(done("clock").out().strip());
    Instant after = Instant.parse(done("clock", "advance", "5m2s").out().strip());
    assertThat(Duration.between(before, after))
        .isBetween(Duration.ofSeconds(302), Duration.ofMinutes(6));
    assertThat(done("journal", "--kind", "clock.advanced").out()).contains("5m", "2s");
    assertThat(jigi.run("clock", "advance", "nonsense").exit()).isEqualTo(2);
    assertThat(done("journal", "verify").out()).contains("whole");
  }

  @Test
  void aRehearsalContactsNobodyOutside() {
    Ran ran = jigi.run("probe", "quickstart/outside", "--json");
    assertThat(ran.exit()).isEqualTo(1);
    JsonNode results = ran.json().path("results");
    assertThat(results).hasSize(3);
    for (JsonNode result : results) {
      assertThat(result.path("now").path("status").asText()).isEqualTo("unknown");
      assertThat(result.path("now").path("evidence").asText())
          .contains("rehearsal", "192.0.2.1 was not contacted");
    }
  }

  @Test
  void metricsAreAskedAndPlotted() {
    Until.so(
        "measured",
        () ->
            !server
                .get("/api/v1/query?query=host_memory_used_ratio")
                .path("data")
                .path("result")
                .isEmpty(),
        () -> "");
    assertThat(done("query", "vector(2) * 21").out()).contains("42");
    Ran plot = done("query", "vector(1)", "--range", "10m", "--plot", "--width", "40");
    assertThat(plot.out()).contains("1 ┤" + "─".repeat(40));
    assertThat(jigi.run("query", "up{").exit()).isEqualTo(2);
  }

  @Test
  void probesOfAManualNeedNoServer() {
    JigiCommand alone = jigi.with("JIGI_SERVER", "http://127.0.0.1:1");
    Ran ran = alone.launch("probe", "--manual", scene.manual().toString(), "machine", "--json");
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.json().path("results")).hasSize(1);
    Ran bad = alone.run("probe", "--manual", scene.folder().toString());
    assertThat(bad.exit()).isEqualTo(2);
  }

  @Test
  void theBlocksOfAPlainDocumentAreListedWithTheirLines(@TempDir Path temp) throws IOException {
    Path document =
        Files.writeString(
            temp.resolve("ops.md"),
            "# Operations\n\n## Restart\n```bash\n./shop restart\n```\n\n"
                + "## Goals\n```yaml\nuptime: 99.5\n```\n");
    Ran ran =
        jigi.with("JIGI_SERVER", "http://127.0.0.1:1")
            .run("runbook", "list", "--from", document.toString(), "--json");
    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.json().findValuesAsText("line")).containsExactly("4", "9");
    assertThat(ran.json().findValuesAsText("language")).containsExactly("bash", "yaml");
    assertThat(ran.out()).contains("Restart", "./shop restart");
  }

  @Test
  void whatIsNotReachedOrNotUnderstoodHasItsOwnCode() {
    Ran unreached = jigi.launch("alerts", "--server", "http://127.0.0.1:1", "--json");
    assertThat(unreached.exit()).isEqualTo(3);
    assertThat(unreached.json().path("error").path("code").asText())
        .isEqualTo("server-not-reached");
    Ran misused = jigi.launch("alerts", "shwo", "X");
    assertThat(misused.exit()).isEqualTo(2);
    assertThat(misused.err()).contains("did you mean show");
    assertThat(jigi.launch("runs", "show", "4711").exit()).isEqualTo(1);
    assertThat(jigi.launch("alerts", "--lang", "ko").out()).doesNotContain("STATE");
  }
}
