package jigi.operate.deploy.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** Where the colours of a deployment answer, or its instances. */
public final class Places {
  private static final Field<At> BLUE =
      Field.optional("blue", At.shape(), "Where the blue one answers: a port, or a host and one.");
  private static final Field<At> GREEN =
      Field.optional("green", At.shape(), "Where the green one answers.");
  private static final Field<List<At>> INSTANCES =
      Field.optional(
          "instances",
          Shapes.listOf(At.shape()),
          "In place of blue and green: where each instance answers; a new version takes their"
              + " place one by one.");

  /** The keys that say it. */
  public static final List<Field<?>> FIELDS = List.of(BLUE, GREEN, INSTANCES);

  private final Map<Slot, At> all;

  private Places(Map<Slot, At> all) {
    this.all = new LinkedHashMap<>(all);
  }

  /** Null for what was reported. */
  public static @Nullable Places of(Values values) {
    List<At> instances = values.find(INSTANCES);
    At blue = values.find(BLUE);
    At green = values.find(GREEN);
    if (instances != null) {
      return instances(values, instances, blue != null || green != null);
    }
    if (blue == null || green == null) {
      boolean given = values.has(BLUE) && values.has(GREEN);
      if (!given) {
        values.error(
            values.has(BLUE) ? BLUE : GREEN,
            "missing-key",
            "nothing says where the " + (blue == null ? "blue" : "green") + " one answers",
            "write the ports of 'blue' and 'green', or those of 'instances'");
      }
      return null;
    }
    if (blue.equals(green)) {
      values.error(
          GREEN,
          "same-port",
          "blue and green have the same port (" + green.port() + ")",
          "both run side by side for a while: give each its own");
      return null;
    }
    Map<Slot, At> all = new LinkedHashMap<>();
    all.put(Colour.BLUE, blue);
    all.put(Colour.GREEN, green);
    return new Places(all);
  }

  private static @Nullable Places instances(Values values, List<At> instances, boolean colours) {
    if (colours || instances.isEmpty()) {
      values.error(
          INSTANCES,
          "bad-value",
          instances.isEmpty() ? "there is no instance" : "there are colours and instances",
          "write 'blue' and 'green', or at least one of 'instances'");
      return null;
    }
    Map<Slot, At> all = new LinkedHashMap<>();
    for (At each : instances) {
      if (all.containsValue(each)) {
        values.error(
            INSTANCES,
            "same-port",
            "two instances have the same port (" + each.authority() + ")",
            "they run side by side: give each its own");
        return null;
      }
      all.put(new Instance(all.size() + 1), each);
    }
    return new Places(all);
  }

  /** In the order of people's counting. */
  public List<Slot> slots() {
    return new ArrayList<>(all.keySet());
  }

  public At at(Slot slot) {
    return Objects.requireNonNull(all.get(slot));
  }

  /** Whether a name that stands for each of them tells them apart. */
  public boolean isTold(String name) {
    return all.size() == 1 || name.contains("{colour}") || name.contains("{instance}");
  }

  /** The same of a field that names them; what it lacks is reported. */
  public boolean isTold(Values values, Field<String> field, String what) {
    String name = values.find(field, "{colour}");
    if (isTold(name)) {
      return true;
    }
    values.error(
        field,
        "same-name",
        "all are the same " + what + " ('" + name + "')",
        "write {colour} or {instance} into it: " + name + "-{colour}");
    return false;
  }

  /** Whether all are ports of this machine. */
  public boolean isHere() {
    return all.values().stream().allMatch(at -> at.host() == null);
  }

  /** The host that one of them runs on; null where none is named. */
  public @Nullable String host(@Nullable String on, Slot slot) {
    return on == null ? null : filled(on, slot);
  }

  /** Fills in {@code {port}}, {@code {colour}} and {@code {instance}}. */
  public String filled(String text, Slot slot) {
    return text.replace("{port}", String.valueOf(at(slot).port()))
        .replace("{colour}", slot.key())
        .replace("{instance}", slot.key());
  }
}
