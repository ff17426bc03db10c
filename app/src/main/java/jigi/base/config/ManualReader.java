package jigi.base.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/** Reads manuals by the registered parts; {@code jigi check} and the server both use it. */
public final class ManualReader {
  /** The file that makes a folder a manual. */
  public static final String ROOT = "jigi.yaml";

  /** What differs from {@link #ROOT} while stand-ins play the services. */
  public static final String STAND_INS = "stand-ins/jigi.yaml";

  private static final Field<String> SYSTEM =
      Field.required("system", Shapes.name(), "The system's key, unique among all manuals.");

  private final List<ManualPart<?>> parts;
  private final Function<String, @Nullable String> environment;

  public ManualReader(List<ManualPart<?>> parts, Function<String, @Nullable String> environment) {
    this.parts = List.copyOf(parts);
    this.environment = environment;
  }

  /** The result of reading: a manual, or none when there are errors; warnings come with both. */
  public record Result(@Nullable Manual manual, List<Problem> problems) {}

  public Result read(ManualSource source) {
    Problems problems = new Problems();
    if (!source.files().containsKey(ROOT)) {
      problems.error(
          new Place(ROOT, 1, 1),
          "no-manual",
          "the folder holds no jigi.yaml (" + source.folder() + ")",
          "name a folder with a jigi.yaml in it");
      return new Result(null, problems.sorted());
    }
    Node.MapNode root = ManualTree.read(source, environment, problems);
    if (root == null) {
      return new Result(null, problems.sorted());
    }
    reportUnknownKeys(root, problems);
    Map<ManualPart<?>, Object> values = new HashMap<>();
    ManualReading reading = new ManualReading(source, root, problems, values);
    String system = reading.find(SYSTEM);
    for (ManualPart<?> part : parts) {
      values.put(part, part.read(reading));
    }
    if (system == null || problems.hasErrors()) {
      return new Result(null, problems.sorted());
    }
    return new Result(new Manual(system, source, source.hash(), values), problems.sorted());
  }

  /** All top-level fields, for the schema and the reference page. */
  public List<Field<?>> fields() {
    List<Field<?>> fields = new ArrayList<>();
    fields.add(SYSTEM);
    parts.forEach(part -> fields.addAll(part.fields()));
    return fields;
  }

  private void reportUnknownKeys(Node.MapNode root, Problems problems) {
    List<String> names = fields().stream().map(Field::name).toList();
    for (String key : root.entries().keySet()) {
      if (!names.contains(key)) {
        problems.error(
            root.placeOf(key),
            "unknown-key",
            "a manual has no key '" + key + "'",
            Nearest.hint(key, names));
      }
    }
  }
}
