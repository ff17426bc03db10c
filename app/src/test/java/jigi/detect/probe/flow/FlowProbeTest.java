package jigi.detect.probe.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowProbeTest {
  private static final String FLOW =
      """
      flow:
        - request: POST /login
          body: 'user=probe&word={word}'
          expect: [status == 201]
          extract: {token: json $.token}
        - request: POST /events
          headers: {Authorization: 'Bearer {token}'}
          extract: {event: header Location}
        - request: GET {event}
          expect: [status == 200, 'body == "kept"']
      connection: main
      secrets: {word: {file: word}}
      """;

  @TempDir Path folder;

  private Target shop() throws Exception {
    return Target.start()
        .on(
            "/login",
            exchange -> {
              String body =
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              exchange.getResponseHeaders().add("Set-Cookie", "session=s1; Path=/; HttpOnly");
              boolean right = body.equals("user=probe&word=open sesame");
              Target.send(exchange, right ? 201 : 403, "{\"token\": \"t-7\"}");
            })
        .on(
            "/events",
            exchange -> {
              boolean known =
                  "Bearer t-7".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                      && "session=s1".equals(exchange.getRequestHeaders().getFirst("Cookie"));
              exchange.getResponseHeaders().add("Location", "/events/42");
              Target.send(exchange, known ? 201 : 401, "");
            })
        .says("/events/42", 200, "kept");
  }

  @Test
  @Shows("HC-37")
  void walksThroughAndTellsWhichStepWentWrong() throws Exception {
    Files.writeString(folder.resolve("word"), "open sesame\n");
    try (Target shop = shop()) {
      ProbeResult good = OneProbe.byHttp(folder, shop.port(), FLOW);
      assertThat(good.evidence()).isEqualTo("3 steps done");
      assertThat(good.status()).isEqualTo(Status.OK);
      assertThat(OneProbe.samples(good))
          .containsEntry("flow_steps_done", 3.0)
          .containsKey("flow_step_duration_seconds{step=\"3\"}");

      shop.says("/events/42", 200, "lost");
      ProbeResult bad = OneProbe.byHttp(folder, shop.port(), FLOW);
      assertThat(bad.status()).isEqualTo(Status.FAIL);
      assertThat(bad.evidence()).startsWith("step 3 of 3, GET {event}: expected body == \"kept\"");
      assertThat(OneProbe.samples(bad)).containsEntry("flow_steps_done", 2.0);

      Files.writeString(folder.resolve("word"), "wrong\n");
      ProbeResult refused = OneProbe.byHttp(folder, shop.port(), FLOW);
      assertThat(refused.evidence()).startsWith("step 1 of 3, POST /login: expected status == 201");

      Files.delete(folder.resolve("word"));
      assertThat(OneProbe.byHttp(folder, shop.port(), FLOW).status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void whatIsNotInTheAnswerEndsIt() throws Exception {
    Files.writeString(folder.resolve("word"), "open sesame\n");
    try (Target shop = shop()) {
      shop.says("/login", 201, "{}");
      ProbeResult bad = OneProbe.byHttp(folder, shop.port(), FLOW);
      assertThat(bad.status()).isEqualTo(Status.FAIL);
      assertThat(bad.evidence()).isEqualTo("step 1 of 3, POST /login: the answer holds no token");
    }
  }
}
