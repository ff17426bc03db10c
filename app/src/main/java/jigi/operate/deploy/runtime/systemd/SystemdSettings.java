package jigi.operate.deploy.runtime.systemd;

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
import org.jspecify.annotations.Nullable;

/**
 * {@code {systemd: "shop-{colour}", file: "/etc/shop/{colour}.env", blue: 9001, green: 9002}}.
 *
 * @param unit with {@code {version}} where the unit's name says it
 * @param on null for this machine
 * @param file that the unit reads its version from; null where its name says it
 * @param variable of that file
 * @param enabled whether what runs comes back after a restart of the machine
 * @param command systemctl, with what must stand before it
 * @param within how long systemctl may take
 */
public record SystemdSettings(
    String unit,
    Places places,
    @Nullable String on,
    @Nullable String file,
    String variable,
    boolean enabled,
    List<String> command,
    Duration within)
    implements RuntimeSettings {
  static final String VERSION = "{version}";

  private static final Field<String> UNIT =
      Field.required(
          "systemd",
          Shapes.text(),
          "The unit; {colour} and {instance} are filled in, and {version} where its name says it"
              + " (app-{colour}@{version}).");
  private static final Field<String> FILE =
      Field.optional(
          "file",
          Shapes.text(),
          "The file that the unit reads by EnvironmentFile=, where its name does not say the"
              + " version: Jigi writes it there.");
  private static final Field<String> VARIABLE =
      Field.optional(
          "variable",
          Shapes.scalar(
              "the name of a variable",
              "VERSION",
              java.util.Map.of("type", "string", "pattern", "^[A-Za-z_][A-Za-z0-9_]*$"),
              text -> text.matches("[A-Za-z_][A-Za-z0-9_]*") ? text : null),
          "VERSION",
          "The variable of that file which is the version.");
  private static final Field<Boolean> ENABLED =
      Field.optional(
          "enabled",
          Shapes.bool(),
          "true",
          "Whether what runs is enabled, so that it comes back after a restart of the machine.");
  private static final Field<List<String>> COMMAND =
      Field.optional(
          "command",
          Shapes.listOf(Shapes.text()),
          "[systemctl]",
          "How systemctl is called: [sudo, -n, systemctl] where the account may not.");
  private static final Field<Duration> WITHIN =
      Field.optional(
          "within", Shapes.duration(), "100s", "How long a start or a stop may take there.");

  public SystemdSettings {
    command = List.copyOf(command);
  }

  public static ObjectShape<SystemdSettings> shape() {
    return ObjectShape.of("units of systemd", fields(), SystemdSettings::of)
        .describedBy(SystemdSettings.class, "systemd");
  }

  private static List<Field<?>> fields() {
    List<Field<?>> all = new ArrayList<>(List.of(UNIT));
    all.addAll(Places.FIELDS);
    all.addAll(List.of(Ground.ON, FILE, VARIABLE, ENABLED, COMMAND, WITHIN));
    return all;
  }

  private static @Nullable SystemdSettings of(Values values) {
    Places places = Places.of(values);
    return places == null || !isWhole(values, places)
        ? null
        : new SystemdSettings(
            values.get(UNIT),
            places,
            values.find(Ground.ON),
            values.find(FILE),
            values.get(VARIABLE),
            values.get(ENABLED),
            values.get(COMMAND),
            values.get(WITHIN));
  }

  private static boolean isWhole(Values values, Places places) {
    String unit = values.get(UNIT);
    String on = values.find(Ground.ON, "");
    String file = values.find(FILE);
    if (!places.isTold(unit + on)) {
      values.error(
          UNIT,
          "same-name",
          "all are the same unit ('" + unit + "')",
          "write {colour} or {instance} into its name, or into 'on'");
    } else if (unit.contains(VERSION) == (file != null)) {
      values.error(
          UNIT,
          "bad-value",
          file == null
              ? "nothing tells '" + unit + "' its version"
              : "'" + unit + "' is told its version by its name and by 'file'",
          "write {version} into its name, or name the 'file' that it reads by EnvironmentFile=");
    } else if (file != null && !places.isTold(file + on)) {
      values.error(
          FILE,
          "same-name",
          "all read their version from the same file ('" + file + "')",
          "write {colour} or {instance} into its name");
    } else if (values.get(COMMAND).isEmpty()) {
      values.error(COMMAND, "bad-value", "no program is named", "write [systemctl]");
    } else if (on.isEmpty() && !places.isHere()) {
      values.error(
          UNIT,
          "bad-value",
          "units run on this machine, and one is to answer on another host",
          "write ports alone, or name the host by 'on'");
    } else {
      return true;
    }
    return false;
  }

  @Override
  public String kind() {
    return "systemd";
  }

  @Override
  public @Nullable String on(Slot slot) {
    return places.host(on, slot);
  }

  @Override
  public Runtime open(RuntimeOpening opening) {
    return new Systemd(this, opening);
  }
}
