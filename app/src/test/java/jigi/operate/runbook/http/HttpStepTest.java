package jigi.operate.runbook.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jigi.Shows;
import jigi.base.kernel.Timeline;
import jigi.base.run.AttemptOutcome;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.store.TestDatabase;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps in HTTP at a real server. */
@Timeout(60)
class HttpStepTest {
  @TempDir Path folder;
  private Target target;
  private Bench bench;

  /** Method, what is signed in with, and the body of what came. */
  private final List<String> came = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    target = Target.start();
    Files.writeString(folder.resolve("word"), "right-word\n");
    bench =
        new Bench(
            TestDatabase.SQLITE,
            folder,
            Timeline.real(),
            connections -> List.of(new HttpStep(connections.named(), Timeline.real())));
    bench.manual("connections:\n  shop: {http: \"" + target.url("") + "\", token: {file: word}}\n");
    bench.engine.open();
    target.on(
        "/admin/clear-cache",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          came.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + body);
          byte[] answer =
              "{\"cleared\": true, \"by\": \"right-word\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
  }

  @AfterEach
  void close() {
    bench.close();
    target.close();
  }

  private static StepDefinition http(Role role, String source, String... attributes) {
    String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "connection=shop";
    return StepDefinition.of("http", role, Bench.part("http", source, all));
  }

  private static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  @Test
  @Shows("FIX-18")
  void aRequestIsSentOverItsConnectionAndTheAnswerIsJudged() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "a\" , \"all\": true",
            http(
                Role.RUN,
                """
                expect status == 200
                expect json $.cleared == true
                POST /admin/clear-cache
                Content-Type: application/json

                {"reason": "$ID"}
                """));

    assertThat(detail.run().state()).as("" + detail.attempts()).isEqualTo(RunState.SUCCEEDED);
    assertThat(came)
        .containsExactly("POST Bearer right-word null {\"reason\": \"a\\\" , \\\"all\\\": true\"}");
    assertThat(evidence(detail)).contains("POST " + target.url("/admin/clear-cache") + ": 200");
    assertThat(evidence(detail)).contains("\"cleared\": true").doesNotContain("right-word");
  }

  @Test
  void whatIsNotAsExpectedFails() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            http(Role.RUN, "expect json $.cleared == false\nPOST /admin/clear-cache\n"));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("$.cleared");

    target.says("/missing", 404, "no");
    Runs.Detail missing = bench.ran(Mode.BY_HAND, "1", http(Role.LOOK, "GET /missing"));
    assertThat(missing.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(missing)).contains("404");
  }

  @Test
  void whatLooksMayNotAct() throws Exception {
    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", http(Role.LOOK, "POST /admin/clear-cache"));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("may only look");
    assertThat(came).isEmpty();
  }

  @Test
  void aDryRunOnlyLooks() throws Exception {
    Runs.Detail detail = bench.ran(Mode.DRY, "1", http(Role.RUN, "POST /admin/clear-cache"));

    assertThat(detail.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(detail)).isEqualTo("would send POST " + target.url("/admin/clear-cache"));
    assertThat(came).isEmpty();
  }

  /** Reads the request and goes away. */
  private void breaks(String path) {
    target.on(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          came.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + "");
          exchange.close();
        });
  }

  @Test
  void aPostWithoutAnAnswerLeavesAQuestion() throws Exception {
    breaks("/pay");

    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", http(Role.RUN, "POST /pay"));

    assertThat(detail.run().state()).as("" + detail.attempts()).isEqualTo(RunState.WAITING);
    assertThat(detail.attempts().getLast().outcome()).isEqualTo(AttemptOutcome.UNKNOWN);
    assertThat(evidence(detail)).contains("whether it took effect cannot be told");
    assertThat(came).hasSize(1);
  }

  @Test
  void aRequestWithAKeyIsRetriedWithTheSameKey() throws Exception {
    breaks("/pay");

    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "1",
            http(Role.RUN, "POST /pay\nIdempotency-Key: auto", "retry=2", "backoff=10ms"));

    assertThat(detail.run().state()).as("" + detail.attempts()).isEqualTo(RunState.FAILED);
    assertThat(came).hasSize(3);
    assertThat(came.stream().distinct()).hasSize(1).first().asString().contains(detail.run().id());
  }

  @Test
  void whoCannotBeReachedHasDoneNothing() throws Exception {
    target.close();

    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", http(Role.RUN, "POST /pay"));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).contains("connection refused");
  }

  @Test
  void anAddressNeedsNoConnectionAndAParameterStaysInItsPlace() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    target.on(
        "/look",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });

    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "a/b&c=1",
            StepDefinition.of(
                "http",
                Role.LOOK,
                Bench.part("http", "expect status == 204\nGET " + target.url("/look?q=${ID}"))));

    assertThat(detail.run().state()).as("" + detail.attempts()).isEqualTo(RunState.SUCCEEDED);
    assertThat(asked).containsExactly("/look?q=a%2Fb%26c%3D1");
  }
}
