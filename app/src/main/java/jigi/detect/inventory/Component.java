package jigi.detect.inventory;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.Field;
import jigi.base.config.Place;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/** A part of a system. Other rooms contribute fields of their own, read by {@link #get}. */
public final class Component {
  static final Field<String> ON =
      Field.optional("on", Shapes.text(), "The host that it runs on, one of 'hosts'.");
  static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it; its key when absent.");
  static final Field<ComponentType> TYPE =
      Field.optional(
          "type", Shapes.oneOf(ComponentType.class), "service", "What sort of thing it is.");
  static final Field<String> GROUP =
      Field.optional("group", Shapes.text(), "What it is shown together with.");
  static final Field<String> LAYER =
      Field.optional("layer", Shapes.text(), "Its row in the architecture view.");
  static final Field<List<String>> NEEDS =
      Field.optional(
          "needs", Shapes.listOf(Shapes.text()), "Components that it cannot work without.");
  static final Field<String> OWNER =
      Field.optional("owner", Shapes.text(), "The team or person in charge.");
  static final Field<Map<String, URI>> LINKS =
      Field.optional("links", Shapes.mapOf(Shapes.httpUrl()), "Pages about it, by title.");
  static final Field<String> VERSION =
      Field.optional("version", Shapes.text(), "The version that should be running.");
  static final Field<Capacity> CAPACITY =
      Field.optional("capacity", Capacity.shape(), "How much memory, disk and CPU it has.");

  static final List<Field<?>> FIELDS =
      List.of(ON, TITLE, TYPE, GROUP, LAYER, NEEDS, OWNER, LINKS, VERSION, CAPACITY);

  private final String name;
  private final Map<Field<?>, Object> values;
  private final Place place;

  Component(String name, Values values) {
    this.name = name;
    this.values = values.alone();
    this.place = values.place();
  }

  /** The key, unique within the system. */
  public String name() {
    return name;
  }

  /** The title, or the key where there is none. */
  public String title() {
    return get(TITLE, name);
  }

  /** The host that it runs on. */
  public @Nullable String on() {
    return get(ON);
  }

  public ComponentType type() {
    return Objects.requireNonNull(get(TYPE));
  }

  public @Nullable String group() {
    return get(GROUP);
  }

  public @Nullable String layer() {
    return get(LAYER);
  }

  /** The layer, or where its type belongs. */
  public String layerOrUsual() {
    String layer = layer();
    return layer == null ? type().layer() : layer;
  }

  /** Names of the components that it stands on; without cycles. */
  public List<String> needs() {
    return get(NEEDS, List.of());
  }

  public @Nullable String owner() {
    return get(OWNER);
  }

  public Map<String, URI> links() {
    return get(LINKS, Map.of());
  }

  public @Nullable String version() {
    return get(VERSION);
  }

  public @Nullable Capacity capacity() {
    return get(CAPACITY);
  }

  /** The value of a field that another room contributed; null when absent without default. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T get(Field<T> field) {
    return (T) values.get(field);
  }

  private <T> T get(Field<T> field, T otherwise) {
    T value = get(field);
    return value == null ? otherwise : value;
  }

  /** Where it stands in the manual. */
  public Place place() {
    return place;
  }

  @Override
  public String toString() {
    return name;
  }
}
