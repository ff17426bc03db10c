package jigi.operate.deploy.runtime.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jigi.base.connect.registry.ImageName;

/** A service as its swarm tells it. */
record Service(JsonNode told) {
  /** The label of the containers that says which release they are. */
  static final String RELEASE = "jigi.release";

  String id() {
    return told.path("ID").asText();
  }

  String name() {
    return spec().path("Name").asText();
  }

  /** Must be said with a change, so that no change of others is undone. */
  long version() {
    return told.path("Version").path("Index").asLong();
  }

  private JsonNode spec() {
    return told.path("Spec");
  }

  private static JsonNode container(JsonNode spec) {
    return spec.path("TaskTemplate").path("ContainerSpec");
  }

  /** Empty where Jigi has not made it. */
  String release() {
    return container(spec()).path("Labels").path(RELEASE).asText();
  }

  ImageName image() {
    return ImageName.of(container(spec()).path("Image").asText());
  }

  /** Whether it is to have a number of tasks, and not one on each node, nor an end. */
  boolean isReplicated() {
    return spec().path("Mode").has("Replicated");
  }

  /** How many tasks it is to have: one, where nothing is said. */
  int replicas() {
    return spec().path("Mode").path("Replicated").path("Replicas").asInt(1);
  }

  /** Of its last change: {@code updating}, {@code paused}, {@code rollback_completed}; or empty. */
  String update() {
    return told.path("UpdateStatus").path("State").asText();
  }

  String message() {
    return told.path("UpdateStatus").path("Message").asText();
  }

  /** The same with another number of tasks. */
  ObjectNode with(int replicas) {
    ObjectNode next = (ObjectNode) spec().deepCopy();
    ((ObjectNode) next.path("Mode").path("Replicated")).put("Replicas", replicas);
    return next;
  }

  /** The same with another image, too. */
  ObjectNode with(int replicas, String image, String release) {
    ObjectNode next = with(replicas);
    ObjectNode container = (ObjectNode) container(next);
    container.put("Image", image);
    container.withObject("/Labels").put(RELEASE, release);
    return next;
  }
}
