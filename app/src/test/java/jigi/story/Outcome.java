package jigi.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import jigi.testing.RunningJigi;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;

/** What became of a story, asked over the API. */
final class Outcome {
  private final RunningJigi jigi;

  Outcome(RunningJigi jigi) {
    this.jigi = jigi;
  }

  /** Waits until the shop is seen to answer. */
  void awaitShop(String status) {
    Until.so(
        "the shop " + status,
        () -> shop().path("status").asText().equals(status),
        () -> shop() + "\n" + jigi.log());
  }

  Instant shopSince() {
    return Instant.parse(shop().path("since").asText());
  }

  private JsonNode shop() {
    return first(
        "/api/v1/components", "components", row -> row.path("name").asText().equals("shop"));
  }

  /** Waits until the only incident is closed. */
  JsonNode awaitClosed() {
    return Until.found("an incident closed", this::closed, this::now);
  }

  private @Nullable JsonNode closed() {
    JsonNode incident = incident();
    return incident.path("state").asText().equals("closed") ? incident : null;
  }

  /** Waits until no delivery is on its way. */
  void awaitDeliveries(int count) {
    Until.so(
        count + " deliveries succeeded",
        () -> deliveries().stream().filter(Outcome::succeeded).count() == count,
        () -> told() + "\n" + jigi.log());
  }

  /** What was seen, decided and sent. */
  private String told() {
    return String.join(
        "\n",
        "incidents: " + incidents(),
        "deliveries: " + deliveries(),
        "probes: " + events("probe.changed"),
        "alerts: " + events("alert."));
  }

  private static boolean succeeded(JsonNode run) {
    return run.path("state").asText().equals("succeeded");
  }

  List<JsonNode> deliveries() {
    return list("/api/v1/runs?deliveries=1&limit=1000", "runs").stream()
        .filter(run -> !run.path("name").asText().equals("shop-down"))
        .toList();
  }

  /** The newest incident; a missing node if there is none. */
  JsonNode incident() {
    return first("/api/v1/incidents?all=1", "incidents", row -> true);
  }

  List<JsonNode> incidents() {
    return list("/api/v1/incidents?all=1", "incidents");
  }

  List<JsonNode> repairs() {
    return list("/api/v1/runs?limit=1000", "runs").stream()
        .filter(run -> run.path("name").asText().equals("shop-down"))
        .toList();
  }

  /** The steps of the only repair, in the order of its runbook. */
  JsonNode repairSteps() {
    return jigi.get("/api/v1/runs/" + repairs().getFirst().path("id").asText()).path("steps");
  }

  /** Events of a kind, oldest first. */
  List<JsonNode> events(String kind) {
    return list("/api/v1/journal?limit=1000&kind=" + kind, "events").reversed();
  }

  /** When the first event of a kind happened. */
  Instant at(String kind, Predicate<JsonNode> which) {
    JsonNode event =
        events(kind).stream()
            .filter(which)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no such " + kind + ": " + events(kind)));
    return Instant.parse(event.path("at").asText());
  }

  /** Whether the chain is intact, and how long it is. */
  JsonNode chain() {
    return jigi.get("/api/v1/journal/verify");
  }

  private String now() {
    return jigi.get("/api/v1/now").toPrettyString()
        + "\n"
        + repairs()
        + "\n"
        + events("run.")
        + "\n"
        + jigi.log();
  }

  private JsonNode first(String path, String key, Predicate<JsonNode> which) {
    return list(path, key).stream()
        .filter(which)
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  private List<JsonNode> list(String path, String key) {
    return StreamSupport.stream(jigi.get(path).path(key).spliterator(), false).toList();
  }
}
