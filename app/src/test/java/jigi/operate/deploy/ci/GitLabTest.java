package jigi.operate.deploy.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.UserError;
import org.junit.jupiter.api.Test;

/** A pipeline event as GitLab's documentation shows it. */
class GitLabTest {
  private static final String BODY =
      """
      {"object_kind": "pipeline",
       "object_attributes": {"id": 31, "name": null, "ref": "v1.5.0", "tag": true,
         "sha": "bcbb5ec396a2c0f828686f14fac9b80b780504f2", "source": "push",
         "status": "running", "stages": ["build", "test", "image"],
         "created_at": "2026-11-22 00:10:00 UTC", "finished_at": null,
         "url": "https://gitlab.example.com/shop/-/pipelines/31"},
       "builds": [
         {"id": 382, "stage": "image", "name": "push", "status": "created",
          "created_at": "2026-11-22 00:10:00 UTC", "started_at": null, "finished_at": null},
         {"id": 380, "stage": "build", "name": "compile", "status": "success",
          "created_at": "2026-11-22 00:10:00 UTC", "started_at": "2026-11-22 00:10:05 UTC",
          "finished_at": "2026-11-22 00:11:00 UTC"},
         {"id": 381, "stage": "test", "name": "unit", "status": "failed",
          "created_at": "2026-11-22 00:10:00 UTC", "started_at": "2026-11-22 00:11:05 UTC",
          "finished_at": null}]}
      """;

  private static Delivery delivery(String token, String body) {
    Map<String, String> headers =
        Map.of("x-gitlab-event", "Pipeline Hook", "x-gitlab-token", token);
    return new Delivery(headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Shows("DEP-44")
  void jobsStandInTheOrderOfTheirStages() {
    Report report = Objects.requireNonNull(new GitLab().read(delivery("t", BODY)));
    Report.Whole whole = Objects.requireNonNull(report.chain());
    assertThat(whole.ref()).isEqualTo("v1.5.0");
    assertThat(whole.own()).isTrue();
    assertThat(whole.workflow()).isEmpty();
    assertThat(whole.state()).isEqualTo(Progress.RUNNING);
    assertThat(report.at())
        .as("of its newest job")
        .isEqualTo(Instant.parse("2026-11-22T00:11:05Z"));
    assertThat(report.jobs())
        .containsExactlyInAnyOrder(
            new Job("380", "compile", 0, Progress.PASSED),
            new Job("381", "unit", 1, Progress.FAILED),
            new Job("382", "push", 2, Progress.WAITING));
  }

  @Test
  void theTokenIsTheWholeToken() {
    GitLab gitLab = new GitLab();
    assertThat(gitLab.isGenuine(delivery("token", BODY), "token")).isTrue();
    assertThat(gitLab.isGenuine(delivery("toke", BODY), "token")).isFalse();
    assertThat(gitLab.isGenuine(delivery("", BODY), "token")).isFalse();
  }

  @Test
  void whatAStrangerMayProposeIsNotOfTheRepository() {
    String merge = BODY.replace("\"source\": \"push\"", "\"source\": \"merge_request_event\"");
    Report report = Objects.requireNonNull(new GitLab().read(delivery("t", merge)));
    assertThat(Objects.requireNonNull(report.chain()).own()).isFalse();
  }

  @Test
  void aLinkLeadsToAPageAndWhatIsMissingIsTold() {
    String script = BODY.replace("https://gitlab.example.com", "javascript:alert(1)//");
    Report report = Objects.requireNonNull(new GitLab().read(delivery("t", script)));
    assertThat(Objects.requireNonNull(report.chain()).url()).isEmpty();
    assertThatThrownBy(() -> new GitLab().read(delivery("t", BODY.replace("\"ref\"", "\"reff\""))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'ref'");
  }
}
