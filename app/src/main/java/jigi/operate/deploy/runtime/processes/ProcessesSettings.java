package jigi.operate.deploy.runtime.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Shapes;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Ground;
import jigi.operate.deploy.runtime.Places;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code {processes: [./serve, --port, "{port}"], blue: 9001, green: 9002}}.
 *
 * @param command the argument vector; {@code {port}}, {@code {version}}, {@code {colour}} and
 *     {@code {instance}} are filled in
 * @param on null for this machine
 * @param folder relative to the manual's folder or the host's, or absolute; the same is filled in
 * @param as the account; null for the one that steps have
 */
public record ProcessesSettings(
    List<String> command,
    Places places,
    @Nullable String on,
    String folder,
    @Nullable String as,
    Map<String, String> environment)
    implements RuntimeSettings {
  private static final Field<List<String>> COMMAND =
      Field.required(
          "processes",
          Shapes.listOf(Shapes.text()),
          "The program and its arguments; {port}, {version}, {colour} and {instance} are filled"
              + " in.");
  private static final Field<String> FOLDER =
      Field.optional(
          "folder",
          Shapes.text(),
          ".",
          "Where it is started, relative to the manual's folder or the host's; {version} is filled"
              + " in.");
  private static final Field<String> AS =
      Field.optional("as", Shapes.text(), "The account that it runs under.");
  private static final Field<Map<String, String>> ENVIRONMENT =
      Field.optional(
          "environment",
          Shapes.mapOf(Shapes.text()),
          "Its environment besides PATH, LANG and HOME; the same is filled in.");

  public ProcessesSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public static ObjectShape<ProcessesSettings> shape() {
    return ObjectShape.of("processes of this machine or of a host", fields(), ProcessesSettings::of)
        .describedBy(ProcessesSettings.class, "processes");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(COMMAND));
    all.addAll(Places.FIELDS);
    all.addAll(List.of(Ground.ON, FOLDER, AS, ENVIRONMENT));
    return all;
  }

  private static @Nullable ProcessesSettings of(jigi.base.config.Values values) {
    if (values.get(COMMAND).isEmpty()) {
      values.error(
          COMMAND, "bad-value", "no program is named", "write the program and its arguments");
      return null;
    }
    Places places = Places.of(values);
    if (places == null) {
      return null;
    }
    if (!values.has(Ground.ON) && !places.isHere()) {
      values.error(
          COMMAND,
          "bad-value",
          "processes run on this machine, and one is to answer on another host",
          "write ports alone, or name the host by 'on'");
      return null;
    }
    return new ProcessesSettings(
        values.get(COMMAND),
        places,
        values.find(Ground.ON),
        values.get(FOLDER),
        values.find(AS),
        values.find(ENVIRONMENT, Map.of()));
  }

  @Override
  public String kind() {
    return "processes";
  }

  @Override
  public @Nullable String on(Slot slot) {
    return places.host(on, slot);
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Processes(this, opening);
  }
}
