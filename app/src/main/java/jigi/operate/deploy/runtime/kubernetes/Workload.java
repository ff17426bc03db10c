package jigi.operate.deploy.runtime.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import jigi.operate.deploy.runtime.Found;
import org.jspecify.annotations.Nullable;

/** A Deployment as its cluster tells it. */
record Workload(JsonNode told) {
  /** The annotation of the pods that says which release they are. */
  static final String RELEASE = "jigi.release";

  String name() {
    return told.path("metadata").path("name").asText();
  }

  private JsonNode spec() {
    return told.path("spec");
  }

  private JsonNode status() {
    return told.path("status");
  }

  /** Of a pod, or of the template of pods; empty where Jigi has not made it. */
  static String release(JsonNode pod) {
    return pod.path("metadata").path("annotations").path(RELEASE).asText();
  }

  String release() {
    return release(spec().path("template"));
  }

  /** How many it is to have: one, where nothing is said. */
  int replicas() {
    return spec().path("replicas").asInt(1);
  }

  /** The names of its containers. */
  List<String> containers() {
    return spec().path("template").path("spec").path("containers").findValuesAsText("name");
  }

  String image(String container) {
    for (JsonNode each : spec().path("template").path("spec").path("containers")) {
      if (each.path("name").asText().equals(container)) {
        return each.path("image").asText();
      }
    }
    return "";
  }

  /** Its pods, as the query of a list says it. */
  String selector() {
    List<String> all = new ArrayList<>();
    spec()
        .path("selector")
        .path("matchLabels")
        .properties()
        .forEach(each -> all.add(each.getKey() + "=" + each.getValue().asText()));
    for (JsonNode each : spec().path("selector").path("matchExpressions")) {
      all.add(expression(each));
    }
    return String.join(",", all);
  }

  private static String expression(JsonNode one) {
    String key = one.path("key").asText();
    List<String> values = new ArrayList<>();
    one.path("values").forEach(each -> values.add(each.asText()));
    String list = " (" + String.join(",", values) + ")";
    String operator = one.path("operator").asText();
    return switch (operator) {
      case "In" -> key + " in" + list;
      case "NotIn" -> key + " notin" + list;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default -> throw new IllegalStateException("a selector with the operator " + operator);
    };
  }

  /** Whether the cluster has seen what it was told last. */
  boolean isSeen() {
    return told.path("metadata").path("generation").asLong()
        <= status().path("observedGeneration").asLong(-1);
  }

  /** How far it is rolled out, judged as {@code kubectl rollout status} does. */
  Found rollout() {
    int wanted = replicas();
    int updated = status().path("updatedReplicas").asInt();
    int all = status().path("replicas").asInt();
    int available = status().path("availableReplicas").asInt();
    if (spec().path("paused").asBoolean()) {
      return new Found.Coming(name() + " is paused, so that nothing is rolled out");
    }
    if (!isSeen()) {
      return new Found.Coming("the cluster has not looked at " + name() + " yet");
    }
    String late = reason("Progressing", "ProgressDeadlineExceeded");
    if (late != null) {
      return new Found.Gone("ProgressDeadlineExceeded: " + late);
    }
    if (updated < wanted) {
      String failure = reason("ReplicaFailure", null);
      return new Found.Coming(
          updated
              + " of "
              + wanted
              + " replicas are new"
              + (failure == null ? "" : ": " + failure));
    }
    if (all > updated) {
      return new Found.Coming((all - updated) + " old replicas are not gone yet");
    }
    return available < wanted
        ? new Found.Coming(available + " of " + wanted + " replicas are available")
        : new Found.Running();
  }

  /** The message of a condition that says so; null where none does. */
  private @Nullable String reason(String type, @Nullable String reason) {
    for (JsonNode each : status().path("conditions")) {
      boolean same = each.path("type").asText().equals(type);
      boolean says =
          reason == null
              ? each.path("status").asText().equals("True")
              : each.path("reason").asText().equals(reason);
      if (same && says) {
        return each.path("message").asText();
      }
    }
    return null;
  }
}
