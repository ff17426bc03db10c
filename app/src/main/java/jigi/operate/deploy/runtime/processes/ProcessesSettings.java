package jigi.operate.deploy.runtime.processes;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code {processes: [./serve, --port, "{port}"], blue: 9001, green: 9002}}.
 *
 * @param command the argument vector; {@code {port}}, {@code {version}} and {@code {colour}} are
 *     filled in
 * @param folder relative to the manual's folder, or absolute; the same is filled in
 * @param as the account; null for the one that steps have
 */
public record ProcessesSettings(
    List<String> command,
    Map<Colour, Integer> ports,
    String folder,
    @Nullable String as,
    Map<String, String> environment)
    implements RuntimeSettings {
  private static final Field<List<String>> COMMAND =
      Field.required(
          "processes",
          Shapes.listOf(Shapes.text()),
          "The program and its arguments; {port}, {version} and {colour} are filled in.");
  private static final Field<Integer> BLUE =
      Field.required("blue", Shapes.port(), "The port of the blue one.");
  private static final Field<Integer> GREEN =
      Field.required("green", Shapes.port(), "The port of the green one.");
  private static final Field<String> FOLDER =
      Field.optional(
          "folder",
          Shapes.text(),
          ".",
          "Where it is started, relative to the manual's folder; {version} is filled in.");
  private static final Field<String> AS =
      Field.optional("as", Shapes.text(), "The account that it runs under.");
  private static final Field<Map<String, String>> ENVIRONMENT =
      Field.optional(
          "environment",
          Shapes.mapOf(Shapes.text()),
          "Its environment besides PATH, LANG and HOME; the same is filled in.");

  public ProcessesSettings {
    command = List.copyOf(command);
    ports = Map.copyOf(ports);
    environment = Map.copyOf(environment);
  }

  public static ObjectShape<ProcessesSettings> shape() {
    return ObjectShape.of(
            "processes of this machine",
            List.of(COMMAND, BLUE, GREEN, FOLDER, AS, ENVIRONMENT),
            ProcessesSettings::of)
        .describedBy(ProcessesSettings.class, "processes");
  }

  private static @Nullable ProcessesSettings of(jigi.base.config.Values values) {
    if (values.get(COMMAND).isEmpty()) {
      values.error(
          COMMAND, "bad-value", "no program is named", "write the program and its arguments");
      return null;
    }
    if (values.get(BLUE).equals(values.get(GREEN))) {
      values.error(
          GREEN,
          "same-port",
          "blue and green have the same port (" + values.get(GREEN) + ")",
          "both run side by side for a while: give each its own");
      return null;
    }
    return new ProcessesSettings(
        values.get(COMMAND),
        Map.of(Colour.BLUE, values.get(BLUE), Colour.GREEN, values.get(GREEN)),
        values.get(FOLDER),
        values.find(AS),
        values.find(ENVIRONMENT, Map.of()));
  }

  @Override
  public String kind() {
    return "processes";
  }

  @Override
  public String where(Colour colour) {
    return "127.0.0.1:" + port(colour);
  }

  int port(Colour colour) {
    return java.util.Objects.requireNonNull(ports.get(colour));
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Processes(this, opening);
  }
}
