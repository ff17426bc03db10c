package jigi.operate.deploy.ci;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * GitHub Actions: the events {@code workflow_run} and {@code workflow_job}, signed by HMAC-SHA256
 * over the body, as GitHub's documentation of webhook events and payloads describes them.
 */
record GitHub() implements Forge {
  @Override
  public String key() {
    return "github";
  }

  @Override
  public String event(Delivery delivery) {
    return delivery.header("x-github-event");
  }

  @Override
  public boolean isGenuine(Delivery delivery, String secret) {
    return Hash.isSame(
        delivery.header("x-hub-signature-256"),
        "sha256=" + Hash.signature(secret, delivery.body()));
  }

  @Override
  public @Nullable Report read(Delivery delivery) {
    return switch (event(delivery)) {
      case "workflow_run" -> chain(json(delivery));
      case "workflow_job" -> job(json(delivery).path("workflow_job"));
      default -> null;
    };
  }

  /** A hook that was made without choosing otherwise sends a form. */
  private static JsonNode json(Delivery delivery) {
    String text = delivery.text();
    return Json.tree(
        text.startsWith("payload=")
            ? URLDecoder.decode(text.substring("payload=".length()), StandardCharsets.UTF_8)
            : text);
  }

  private static Report chain(JsonNode said) {
    JsonNode run = said.path("workflow_run");
    String repository = said.path("repository").path("full_name").asText("");
    boolean own =
        !run.path("event").asText("").startsWith("pull_request")
            && run.path("head_repository").path("full_name").asText("").equals(repository);
    Report.Whole whole =
        new Report.Whole(
            run.path("name").asText(""),
            Forge.need(run.path("head_branch"), "head_branch"),
            Forge.need(run.path("head_sha"), "head_sha"),
            Forge.link(run.path("html_url")),
            own,
            state(run));
    return new Report(pipeline(run, "id"), whole, at(run, "updated_at", "created_at"), List.of());
  }

  private static Report job(JsonNode job) {
    Instant at = at(job, "completed_at", "started_at", "created_at");
    Instant begun = at(job, "created_at", "started_at");
    Job one =
        new Job(
            Forge.need(job.path("id"), "id"),
            Forge.need(job.path("name"), "name"),
            begun.getEpochSecond(),
            state(job));
    return new Report(pipeline(job, "run_id"), null, at, List.of(one));
  }

  /** Each try is a chain of its own. */
  private static String pipeline(JsonNode of, String id) {
    return Forge.need(of.path(id), id) + "." + of.path("run_attempt").asInt(1);
  }

  private static Instant at(JsonNode of, String... names) {
    for (String name : names) {
      Instant at = Forge.instant(of.path(name));
      if (at != null) {
        return at;
      }
    }
    throw Forge.bad("it does not say when ('" + names[0] + "')");
  }

  private static Progress state(JsonNode of) {
    return switch (of.path("status").asText("")) {
      case "in_progress" -> Progress.RUNNING;
      case "completed" ->
          switch (of.path("conclusion").asText("")) {
            case "success" -> Progress.PASSED;
            case "cancelled" -> Progress.CANCELLED;
            case "skipped", "neutral" -> Progress.SKIPPED;
            default -> Progress.FAILED;
          };
      default -> Progress.WAITING;
    };
  }
}
