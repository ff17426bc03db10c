package jigi.operate.deploy.ci;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/** GitLab CI: pipeline events with a secret token, as GitLab's documentation describes them. */
record GitLab() implements Forge {
  private static final String PIPELINE = "Pipeline Hook";

  @Override
  public String key() {
    return "gitlab";
  }

  @Override
  public String event(Delivery delivery) {
    return delivery.header("x-gitlab-event");
  }

  @Override
  public boolean isGenuine(Delivery delivery, String secret) {
    return Hash.isSame(delivery.header("x-gitlab-token"), secret);
  }

  @Override
  public @Nullable Report read(Delivery delivery) {
    if (!event(delivery).equals(PIPELINE)) {
      return null;
    }
    JsonNode said = Json.tree(delivery.text());
    JsonNode pipeline = said.path("object_attributes");
    Report.Whole whole =
        new Report.Whole(
            pipeline.path("name").asText("").replaceFirst("^null$", ""),
            Forge.need(pipeline.path("ref"), "ref"),
            Forge.need(pipeline.path("sha"), "sha"),
            Forge.link(pipeline.path("url")),
            !pipeline.path("source").asText("").contains("merge_request"),
            state(pipeline));
    return new Report(
        Forge.need(pipeline.path("id"), "id"), whole, at(said, pipeline), jobs(said, pipeline));
  }

  /** A pipeline that waits for a person is old when it goes on: its newest job says when. */
  private static Instant at(JsonNode said, JsonNode pipeline) {
    Instant newest = Instant.MIN;
    List<JsonNode> all = new ArrayList<>(List.of(pipeline));
    said.path("builds").forEach(all::add);
    for (JsonNode each : all) {
      for (String name : List.of("created_at", "started_at", "finished_at")) {
        Instant at = Forge.instant(each.path(name));
        newest = at != null && at.isAfter(newest) ? at : newest;
      }
    }
    if (newest.equals(Instant.MIN)) {
      throw Forge.bad("it does not say when ('created_at')");
    }
    return newest;
  }

  private static List<Job> jobs(JsonNode said, JsonNode pipeline) {
    List<String> stages = new ArrayList<>();
    pipeline.path("stages").forEach(stage -> stages.add(stage.asText()));
    List<Job> jobs = new ArrayList<>();
    for (JsonNode build : said.path("builds")) {
      jobs.add(
          new Job(
              Forge.need(build.path("id"), "id"),
              Forge.need(build.path("name"), "name"),
              stages.indexOf(build.path("stage").asText("")),
              state(build)));
    }
    return jobs;
  }

  private static Progress state(JsonNode of) {
    return switch (of.path("status").asText("")) {
      case "running" -> Progress.RUNNING;
      case "success" -> Progress.PASSED;
      case "failed" -> Progress.FAILED;
      case "canceled", "canceling" -> Progress.CANCELLED;
      case "skipped" -> Progress.SKIPPED;
      default -> Progress.WAITING;
    };
  }
}
