package jigi.operate.deploy.runtime.compose;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.runtime.At;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
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
    String docker,
    Map<Colour, At> colours,
    How how,
    List<String> volumes,
    Duration within,
    int keep)
    implements RuntimeSettings {
  private static final Field<String> FILE =
      Field.required("compose", Shapes.text(), "The compose file.");
  private static final Field<String> DOCKER =
      Field.required("docker", Shapes.text(), "The connection to the daemon that runs it.");
  private static final Field<String> SERVICE =
      Field.required("service", Shapes.text(), "The service; {colour} is filled in.");
  private static final Field<String> VERSION =
      Field.required(
          "version", Shapes.text(), "The variable of the compose file that is the image's tag.");
  private static final Field<At> BLUE =
      Field.required("blue", At.shape(), "Where the blue one answers: a port, or a host and one.");
  private static final Field<At> GREEN =
      Field.required("green", At.shape(), "Where the green one answers.");
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
          "Volumes that are made when they are missing, and folders that must be there.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "10m", "How long compose may take.");
  private static final Field<Integer> KEEP =
      Field.optional(
          "keep", Shapes.integer(0, 1000), "3", "So many good images are kept for going back.");

  /**
   * How compose is called.
   *
   * @param service with {@code {colour}} in it
   * @param version the variable of the image's tag
   * @param project null for the folder's
   */
  record How(
      List<String> command,
      String file,
      List<String> envFiles,
      @Nullable String project,
      String service,
      String version) {
    How {
      command = List.copyOf(command);
      envFiles = List.copyOf(envFiles);
    }
  }

  public ComposeSettings {
    colours = Map.copyOf(colours);
    volumes = List.copyOf(volumes);
  }

  public static ObjectShape<ComposeSettings> shape() {
    return ObjectShape.of(
            "services of a compose file",
            List.of(
                FILE, DOCKER, SERVICE, VERSION, BLUE, GREEN, COMMAND, PROJECT, ENV_FILES, VOLUMES,
                WITHIN, KEEP),
            ComposeSettings::of)
        .describedBy(ComposeSettings.class, "compose");
  }

  private static @Nullable ComposeSettings of(Values values) {
    if (!values.get(SERVICE).contains("{colour}")) {
      values.error(
          SERVICE,
          "same-name",
          "blue and green are the same service ('" + values.get(SERVICE) + "')",
          "write {colour} into it: " + values.get(SERVICE) + "-{colour}");
      return null;
    }
    List<String> command = values.find(COMMAND);
    return new ComposeSettings(
        values.get(DOCKER),
        Map.of(Colour.BLUE, values.get(BLUE), Colour.GREEN, values.get(GREEN)),
        new How(
            command == null || command.isEmpty() ? List.of("docker", "compose") : command,
            values.get(FILE),
            values.find(ENV_FILES, List.of()),
            values.find(PROJECT),
            values.get(SERVICE),
            values.get(VERSION)),
        values.find(VOLUMES, List.of()),
        values.get(WITHIN),
        values.get(KEEP));
  }

  At at(Colour colour) {
    return Objects.requireNonNull(colours.get(colour));
  }

  @Override
  public String kind() {
    return "compose";
  }

  @Override
  public String where(Colour colour) {
    return at(colour).authority();
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Compose(this, opening);
  }
}
