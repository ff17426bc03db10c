package jigi.operate.deploy.runtime.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A pod as its cluster tells it. */
record Pod(JsonNode told) {
  String name() {
    return told.path("metadata").path("name").asText();
  }

  boolean isOf(String release) {
    return Workload.release(told).equals(release);
  }

  private JsonNode container(String name) {
    for (JsonNode each : told.path("status").path("containerStatuses")) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    return told.path("status").path("containerStatuses").path(-1); // not begun
  }

  /** {@code ghcr.io/shop/backend@sha256:…}; empty until its node has fetched it. */
  String image(String container) {
    return container(container).path("imageID").asText().replaceFirst("^.*://", "");
  }

  /** The same where it can be had again from its registry; null where it cannot. */
  @Nullable String digest(String container) {
    String image = image(container);
    return image.contains("@sha256:") ? image : null;
  }

  /** Whether it has ended, and is waiting to be started again. */
  boolean isBetweenStarts(String container) {
    JsonNode one = container(container);
    return one.path("restartCount").asInt() > 0 && one.path("state").has("waiting");
  }

  /** Why it does not run, in its node's words; empty where it runs, or is only on its way. */
  String trouble(String container) {
    JsonNode state = container(container).path("state");
    JsonNode waiting = state.path("waiting");
    String reason = waiting.path("reason").asText();
    if (!reason.isEmpty() && !reason.equals("ContainerCreating")) {
      return said(reason, waiting.path("message").asText());
    }
    JsonNode ended = state.path("terminated");
    if (ended.isObject()) {
      return said(ended.path("reason").asText(), "exit " + ended.path("exitCode").asInt());
    }
    return unscheduled();
  }

  /** Where no node has room for it, nothing is told of its containers. */
  private String unscheduled() {
    for (JsonNode each : told.path("status").path("conditions")) {
      boolean no = each.path("status").asText().equals("False");
      if (no && each.path("type").asText().equals("PodScheduled")) {
        return said(each.path("reason").asText(), each.path("message").asText());
      }
    }
    return "";
  }

  private String said(String reason, String message) {
    return name() + ": " + reason + (message.isEmpty() ? "" : ": " + message);
  }

  /** Whether its node could not get the image. */
  boolean lacksImage(String container) {
    return container(container)
        .path("state")
        .path("waiting")
        .path("reason")
        .asText()
        .matches(
            "ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|RegistryUnavailable");
  }
}
