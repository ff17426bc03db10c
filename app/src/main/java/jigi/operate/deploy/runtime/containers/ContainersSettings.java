package jigi.operate.deploy.runtime.containers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.runtime.Places;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import jigi.operate.deploy.runtime.engine.KeptImages;
import org.jspecify.annotations.Nullable;

/**
 * {@code {containers: engine, image: "shop:{version}", blue: 9001, green: 9002, port: 8080}}.
 *
 * @param docker the connection to the daemon
 * @param make what the containers are made of
 * @param keep so many good images are kept for going back
 */
public record ContainersSettings(String docker, Places places, Make make, Duration stop, int keep)
    implements RuntimeSettings {
  private static final Field<String> DOCKER =
      Field.required(
          "containers", Shapes.text(), "The connection to the daemon, one of 'connections'.");
  private static final Field<String> IMAGE =
      Field.required(
          "image", Shapes.text(), "The image; {version} and the variables of 'env' are filled in.");
  private static final Field<Integer> PORT =
      Field.optional("port", Shapes.port(), "The port inside, published at 127.0.0.1.");
  private static final Field<String> NAME =
      Field.optional(
          "name", Shapes.text(), "The container's name; {colour} or {instance} is filled in.");
  private static final Field<String> NETWORK =
      Field.optional("network", Shapes.text(), "bridge", "The network; host for this machine's.");
  private static final Field<List<String>> COMMAND =
      Field.optional(
          "command",
          Shapes.listOf(Shapes.text()),
          "In place of the image's own; {port}, {version}, {colour} and {instance} are filled in.");
  private static final Field<Map<String, String>> ENVIRONMENT =
      Field.optional(
          "environment", Shapes.mapOf(Shapes.text()), "Variables; the same is filled in.");
  private static final Field<List<String>> VOLUMES =
      Field.optional(
          "volumes",
          Shapes.listOf(Shapes.text()),
          "What is mounted, as docker run -v takes it; volumes that are missing are made.");
  private static final Field<Map<String, String>> LABELS =
      Field.optional("labels", Shapes.mapOf(Shapes.text()), "Labels; the same is filled in.");
  private static final Field<String> USER =
      Field.optional("user", Shapes.text(), "The account inside.");
  private static final Field<Duration> STOP =
      Field.optional(
          "stop", Shapes.duration(), "20s", "How long it may take to end before it is killed.");

  /**
   * What containers are made of.
   *
   * @param port inside; null publishes nothing
   * @param name null for one made of system and deployment
   * @param user null for the image's own
   */
  record Make(
      String image,
      @Nullable Integer port,
      @Nullable String name,
      String network,
      List<String> command,
      Map<String, String> environment,
      List<String> volumes,
      Map<String, String> labels,
      @Nullable String user) {
    Make {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      volumes = List.copyOf(volumes);
      labels = Map.copyOf(labels);
    }
  }

  public static ObjectShape<ContainersSettings> shape() {
    return ObjectShape.of("containers of a daemon", fields(), ContainersSettings::of)
        .describedBy(ContainersSettings.class, "containers");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(DOCKER, IMAGE));
    all.addAll(Places.FIELDS);
    all.addAll(
        List.of(
            PORT,
            NAME,
            NETWORK,
            COMMAND,
            ENVIRONMENT,
            VOLUMES,
            LABELS,
            USER,
            STOP,
            KeptImages.KEEP));
    return all;
  }

  private static @Nullable ContainersSettings of(Values values) {
    Places places = Places.of(values);
    if (places == null || !places.isTold(values, NAME, "container")) {
      return null;
    }
    return new ContainersSettings(
        values.get(DOCKER), places, make(values), values.get(STOP), values.get(KeptImages.KEEP));
  }

  private static Make make(Values values) {
    return new Make(
        values.get(IMAGE),
        values.find(PORT),
        values.find(NAME),
        values.get(NETWORK),
        values.find(COMMAND, List.of()),
        values.find(ENVIRONMENT, Map.of()),
        values.find(VOLUMES, List.of()),
        values.find(LABELS, Map.of()),
        values.find(USER));
  }

  @Override
  public String kind() {
    return "containers";
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Containers(this, opening);
  }
}
