package jigi.operate.deploy.runtime.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** A task of a service as its swarm tells it. */
record Task(JsonNode told) {
  private static final Set<String> OVER =
      Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

  boolean isOf(String release) {
    return told.path("Spec")
        .path("ContainerSpec")
        .path("Labels")
        .path(Service.RELEASE)
        .asText()
        .equals(release);
  }

  private JsonNode status() {
    return told.path("Status");
  }

  private String state() {
    return status().path("State").asText();
  }

  boolean isRunning() {
    return state().equals("running");
  }

  /** Whether nothing of it runs any more. */
  boolean isOver() {
    return OVER.contains(state());
  }

  /** Why it does not run, in the swarm's words; empty where it does, or is on its way. */
  String trouble() {
    String error = status().path("Err").asText();
    int exit = status().path("ContainerStatus").path("ExitCode").asInt();
    String said = error.isEmpty() && exit != 0 ? "exit " + exit : error;
    return said.isEmpty() || isRunning() ? "" : state() + ": " + said;
  }
}
