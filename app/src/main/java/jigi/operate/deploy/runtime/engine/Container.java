package jigi.operate.deploy.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.connect.registry.ImageName;
import jigi.base.kernel.Json;
import jigi.operate.deploy.runtime.Found;

/**
 * A container as its daemon tells it.
 *
 * @param image the id of the image that it was made of
 * @param made the name of that image when it was made
 * @param environment the variables that it was started with
 */
public record Container(
    String id,
    String name,
    String image,
    String made,
    Map<String, String> labels,
    Map<String, String> environment,
    Found found) {
  static Container of(JsonNode inspected) {
    return new Container(
        inspected.path("Id").asText(),
        inspected.path("Name").asText().replaceFirst("^/", ""),
        inspected.path("Image").asText(),
        inspected.path("Config").path("Image").asText(),
        Json.texts(inspected.path("Config").path("Labels")),
        environment(inspected.path("Config").path("Env")),
        found(inspected.path("State")));
  }

  private static Map<String, String> environment(JsonNode told) {
    Map<String, String> all = new HashMap<>();
    for (JsonNode each : told) {
      String[] both = each.asText().split("=", 2);
      all.put(both[0], both.length == 2 ? both[1] : "");
    }
    return all;
  }

  /** The names of those of these variables that it was started with another value of. */
  public List<String> stale(Map<String, String> now) {
    return now.entrySet().stream()
        .filter(each -> !each.getValue().equals(environment.get(each.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static Found found(JsonNode state) {
    String exit = "exit " + state.path("ExitCode").asInt();
    if (state.path("Restarting").asBoolean()) {
      return new Found.Gone("it restarts again and again: " + exit);
    }
    if (state.path("Running").asBoolean() && !state.path("Paused").asBoolean()) {
      return new Found.Running();
    }
    if (state.path("Paused").asBoolean()) {
      return new Found.Gone("it is paused");
    }
    String error = state.path("Error").asText();
    boolean memory = state.path("OOMKilled").asBoolean();
    return new Found.Gone(
        exit + (memory ? ", for want of memory" : "") + (error.isEmpty() ? "" : ": " + error));
  }

  /** The tag of the image when it was made; its whole name where it has none. */
  public String version() {
    return ImageName.of(made).version();
  }

  public boolean isRunning() {
    return found instanceof Found.Running;
  }
}
