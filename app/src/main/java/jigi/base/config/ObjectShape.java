package jigi.base.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/** A mapping with known keys. Unknown keys are errors that name the nearest valid one. */
public final class ObjectShape<T> implements Shape<T> {
  private final String title;
  private final List<Field<?>> fields;
  private final Function<Values, @Nullable T> build;

  private final @Nullable String page;

  private ObjectShape(
      String title,
      List<Field<?>> fields,
      Function<Values, @Nullable T> build,
      @Nullable String page) {
    this.title = title;
    this.fields = List.copyOf(fields);
    this.build = build;
    this.page = page;
  }

  /** The same, described in full on the page {@code name.md} beside the kind's class. */
  public ObjectShape<T> describedBy(Class<?> kind, String name) {
    return new ObjectShape<>(title, fields, build, pageBeside(kind, name));
  }

  /** Where the page {@code name.md} beside a class lies among the sources. */
  public static String pageBeside(Class<?> kind, String name) {
    return kind.getPackageName().replace('.', '/') + "/" + name + ".md";
  }

  @Override
  public @Nullable String page() {
    return page;
  }

  /**
   * @param build makes the value once every required field is there and every given one is valid;
   *     it may return null after reporting a problem of its own
   */
  public static <T> ObjectShape<T> of(
      String title, List<Field<?>> fields, Function<Values, @Nullable T> build) {
    return new ObjectShape<>(title, fields, build, null);
  }

  /** The same with one key more, which the value is changed by. */
  public <F> ObjectShape<T> with(Field<F> field, BiFunction<T, @Nullable F, T> change) {
    List<Field<?>> all = new ArrayList<>(fields);
    all.add(field);
    return new ObjectShape<>(
        title,
        all,
        values -> {
          T value = build.apply(values);
          return value == null ? null : change.apply(value, values.find(field));
        },
        page);
  }

  public List<Field<?>> fields() {
    return fields;
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    Values values = readValues(node, problems);
    return values == null ? null : build.apply(values);
  }

  /** The fields' values, null when one is missing or invalid. */
  public @Nullable Values readValues(Node node, Problems problems) {
    Node.MapNode map = asMap(node, problems);
    if (map == null) {
      return null;
    }
    boolean whole = noUnknownKeys(map, problems);
    Values values = new Values(map, problems);
    for (Field<?> field : fields) {
      whole &= readField(field, map, values, problems);
    }
    return whole ? values : null;
  }

  private Node.@Nullable MapNode asMap(Node node, Problems problems) {
    return switch (node) {
      case Node.MapNode map -> map;
      case Node.EmptyNode empty -> new Node.MapNode(empty.place(), Map.of(), Map.of());
      case Node.ListNode list -> notAMap(list, problems);
      case Node.ScalarNode scalar -> notAMap(scalar, problems);
    };
  }

  private Node.@Nullable MapNode notAMap(Node node, Problems problems) {
    problems.error(
        node.place(),
        "wrong-type",
        title + " must be a mapping, here stands " + node.kind(),
        "use the keys " + String.join(", ", names()));
    return null;
  }

  private boolean noUnknownKeys(Node.MapNode map, Problems problems) {
    boolean known = true;
    for (String key : map.entries().keySet()) {
      if (!names().contains(key)) {
        problems.error(
            map.placeOf(key),
            "unknown-key",
            title + " has no key '" + key + "'",
            Nearest.hint(key, names()));
        known = false;
      }
    }
    return known;
  }

  private <F> boolean readField(
      Field<F> field, Node.MapNode map, Values values, Problems problems) {
    Node node = map.get(field.name());
    if (node == null || (node instanceof Node.EmptyNode && !field.required())) {
      if (field.required()) {
        problems.error(
            map.place(),
            "missing-key",
            title + " needs '" + field.name() + "'",
            "add '" + field.name() + ": …' (" + field.shape().title() + ")");
        return false;
      }
      node = field.otherwiseAt(map.place());
      if (node == null) {
        return true;
      }
    }
    F value = field.shape().read(node, problems);
    if (value == null) {
      return false;
    }
    values.put(field, value);
    return true;
  }

  private List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Field<?> field : fields) {
      Map<String, Object> property = new LinkedHashMap<>(field.shape().schema());
      property.put("description", field.doc());
      String otherwise = field.otherwise();
      if (otherwise != null) {
        property.put("default", field.otherwiseInSchema(otherwise));
      }
      properties.put(field.name(), property);
      if (field.required()) {
        required.add(field.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  @Override
  public String title() {
    return title;
  }
}
