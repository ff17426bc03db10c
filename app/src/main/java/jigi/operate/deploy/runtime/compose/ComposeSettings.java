package jigi.operate.deploy.runtime.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Ground;
import jigi.operate.deploy.runtime.Places;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import jigi.operate.deploy.runtime.engine.KeptImages;
import org.jspecify.annotations.Nullable;

/**
 * {@code {compose: docker-compose.prod.yml, docker: engine, service: "backend-{colour}", version:
 * BE_TAG, blue: 9001, green: 9002}}.
 *
 * @param docker the connection to the daemon
 * @param how compose is called
 * @param volumes that must be there
 * @param keep so many good images are kept for going back
 */
public record ComposeSettings(
    String docker, Places places, How how, List<String> volumes, Duration within, int keep)
    implements RuntimeSettings {
  private static final Field<String> FILE =
      Field.required("compose", Shapes.text(), "The compose file.");
  private static final Field<String> DOCKER =
      Field.required("docker", Shapes.text(), "The connection to the daemon that runs it.");
  private static final Field<String> SERVICE =
      Field.required("service", Shapes.text(), "The service; {colour} or {instance} is filled in.");
  private static final Field<String> VERSION =
      Field.required(
          "version", Shapes.text(), "The variable of the compose file that is the image's tag.");
  private static final Field<List<String>> COMMAND =
      Field.optional(
          "command", Shapes.listOf(Shapes.text()), "[docker, compose]", "How compose is called.");
  private static final Field<String> PROJECT =
      Field.optional(
          "project", Shapes.text(), "The compose project, where it is not the folder's.");
  private static final Field<List<String>> ENV_FILES =
      Field.optional(
          "env-files", Shapes.listOf(Shapes.text()), "Given to compose by --env-file, in order.");
  private static final Field<List<String>> VOLUMES =
      Field.optional(
          "volumes",
          Shapes.listOf(Shapes.text()),
          "Volumes that are made when they are missing, and folders that must be there; {colour}"
              + " and the variables of 'env' are filled in.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "10m", "How long compose may take.");

  /**
   * How compose is called.
   *
   * @param service with {@code {colour}} in it
   * @param version the variable of the image's tag
   * @param project null for the folder's
   * @param on the host where the compose file lies; null for this machine
   */
  record How(
      List<String> command,
      String file,
      List<String> envFiles,
      @Nullable String project,
      String service,
      String version,
      @Nullable String on) {
    How {
      command = List.copyOf(command);
      envFiles = List.copyOf(envFiles);
    }
  }

  public ComposeSettings {
    volumes = List.copyOf(volumes);
  }

  public static ObjectShape<ComposeSettings> shape() {
    return ObjectShape.of("services of a compose file", fields(), ComposeSettings::of)
        .describedBy(ComposeSettings.class, "compose");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(FILE, DOCKER, SERVICE, VERSION));
    all.addAll(Places.FIELDS);
    all.addAll(List.of(Ground.ON, COMMAND, PROJECT, ENV_FILES, VOLUMES, WITHIN, KeptImages.KEEP));
    return all;
  }

  private static @Nullable ComposeSettings of(Values values) {
    Places places = Places.of(values);
    if (places == null || !places.isTold(values, SERVICE, "service")) {
      return null;
    }
    List<String> command = values.find(COMMAND);
    return new ComposeSettings(
        values.get(DOCKER),
        places,
        new How(
            command == null || command.isEmpty() ? List.of("docker", "compose") : command,
            values.get(FILE),
            values.find(ENV_FILES, List.of()),
            values.find(PROJECT),
            values.get(SERVICE),
            values.get(VERSION),
            values.find(Ground.ON)),
        values.find(VOLUMES, List.of()),
        values.get(WITHIN),
        values.get(KeptImages.KEEP));
  }

  @Override
  public String kind() {
    return "compose";
  }

  @Override
  public @Nullable String on(Slot slot) {
    return places.host(how.on(), slot);
  }

  /** Those of another host are read there alone. */
  @Override
  public List<String> envFiles() {
    return how.on() == null ? how.envFiles() : List.of();
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Compose(this, opening);
  }
}
