package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.gateway.GatewayKinds;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.runtime.RuntimeKinds;
import jigi.operate.deploy.runtime.RuntimeSettings;

/** Reads {@code deployments}. */
public final class DeployPart implements ManualPart<DeploySettings> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private static final Field<String> PATH =
      Field.optional("path", Shapes.text(), "/health", "Asked of each colour itself.");
  private static final Field<Integer> TIMES =
      Field.optional("times", Shapes.integer(1, 100), "3", "So many good answers in a row.");
  private static final Field<Duration> EVERY =
      Field.optional("every", Shapes.duration(), "500ms", "The pause between two.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "60s", "How long a new colour may take.");

  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it.");
  private static final Field<RuntimeSettings> RUNTIME =
      Field.required("runtime", RuntimeKinds.shape(), "What runs the two colours.");
  private static final Field<GatewaySettings> GATEWAY =
      Field.required("gateway", GatewayKinds.shape(), "What stands in front of them.");
  private static final Field<Deployment.Health> HEALTH =
      Field.optional("health", health(), "When a colour counts as healthy.");
  private static final Field<URI> THROUGH =
      Field.optional(
          "through",
          Shapes.httpUrl(),
          "Asked through the gateway all the time while a deployment runs; failures are counted.");
  private static final Field<Duration> OBSERVE =
      Field.optional("observe", Shapes.duration(), "10s", "How long the new colour is watched.");
  private static final Field<Duration> DRAIN =
      Field.optional(
          "drain",
          Shapes.duration(),
          "60s",
          "How long a colour that receives nothing new may take to end what it has.");
  private static final Field<String> STATE =
      Field.optional(
          "state",
          Shapes.text(),
          "deploy-state.json",
          "The file that holds the live colour, relative to the manual's folder or absolute.");

  private static final Field<Map<String, Values>> DEPLOYMENTS =
      Field.optional(
          "deployments",
          Shapes.mapOf(deployment()),
          "How new versions take the place of old ones.");

  private static Shape<Deployment.Health> health() {
    return ObjectShape.of(
        "a health check",
        List.of(PATH, TIMES, EVERY, WITHIN),
        v -> new Deployment.Health(v.get(PATH), v.get(TIMES), v.get(EVERY), v.get(WITHIN)));
  }

  private static Shape<Values> deployment() {
    return ObjectShape.of(
        "a deployment",
        List.of(TITLE, RUNTIME, GATEWAY, HEALTH, THROUGH, OBSERVE, DRAIN, STATE),
        values -> values);
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(DEPLOYMENTS);
  }

  @Override
  public DeploySettings read(ManualReading reading) {
    String system = reading.find(SYSTEM, "");
    Map<String, Deployment> all = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    reading
        .find(DEPLOYMENTS, Map.of())
        .forEach(
            (name, values) -> {
              String other = files.putIfAbsent(values.get(STATE), name);
              if (other != null) {
                reading
                    .problems()
                    .error(
                        values.placeOf(STATE),
                        "state-file-shared",
                        "'"
                            + name
                            + "' and '"
                            + other
                            + "' keep their state in the same file ('"
                            + values.get(STATE)
                            + "')",
                        "name a file of its own by 'state'");
              }
              all.put(name, of(system, name, values));
            });
    return new DeploySettings(all);
  }

  private static Deployment of(String system, String name, Values values) {
    String title = values.find(TITLE);
    Deployment.Health health = values.find(HEALTH);
    return new Deployment(
        system,
        name,
        title == null ? name : title,
        values.get(RUNTIME),
        values.get(GATEWAY),
        health == null
            ? new Deployment.Health("/health", 3, Duration.ofMillis(500), Duration.ofSeconds(60))
            : health,
        new Deployment.Watch(values.find(THROUGH), values.get(OBSERVE), values.get(DRAIN)),
        values.get(STATE));
  }
}
