package jigi.base.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The reference page of a manual's YAML, in Markdown: a table per mapping and one per choice of
 * kinds, linked with each other.
 */
public final class Reference {
  /** From {@code docs/} to the sources, where the page of a kind lies beside its code. */
  private static final String SOURCES = "../app/src/main/java/";

  private final StringBuilder out = new StringBuilder();
  private final Deque<Shape<?>> waiting = new ArrayDeque<>();
  private final Set<String> written = new LinkedHashSet<>();

  private Reference() {}

  /** The tables of these fields and of everything that they are made of. */
  public static String write(List<Field<?>> fields) {
    Reference reference = new Reference();
    reference.table(fields);
    while (!reference.waiting.isEmpty()) {
      Shape<?> shape = reference.waiting.removeFirst();
      if (reference.written.add(shape.title())) {
        reference.section(shape);
      }
    }
    return reference.out.toString();
  }

  private void section(Shape<?> shape) {
    out.append("\n### ").append(shape.title()).append("\n\n");
    switch (shape) {
      case ObjectShape<?> object -> table(object.fields());
      case KindShape<?> choice -> kinds(choice);
      default -> throw new IllegalStateException("not a named shape: " + shape.title());
    }
  }

  private void kinds(KindShape<?> choice) {
    out.append("Of one kind, which its key names.\n\n| kind | keys | more |\n|---|---|---|\n");
    for (Map.Entry<String, ? extends Shape<?>> kind : choice.kinds().entrySet()) {
      List<Shape<?>> named = named(kind.getValue());
      waiting.addAll(named);
      String keys = named.isEmpty() ? escape(kind.getValue().title()) : link(named.getFirst());
      String page = kind.getValue().page();
      String more = page == null ? "" : "[" + kind.getKey() + ".md](" + SOURCES + page + ")";
      out.append(row("`" + kind.getKey() + "`", keys, more));
    }
  }

  private void table(List<Field<?>> fields) {
    out.append("| key | value | absent | meaning |\n|---|---|---|---|\n");
    for (Field<?> field : fields) {
      String absent = field.required() ? "**required**" : otherwise(field);
      waiting.addAll(named(field.shape()));
      out.append(row("`" + field.name() + "`", linked(field.shape()), absent, escape(field.doc())));
    }
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String otherwise(Field<?> field) {
    return field.otherwise() == null ? "" : "`" + field.otherwise().replace("|", "\\|") + "`";
  }

  /** The shape's title, with links to the tables of what it is made of. */
  private static String linked(Shape<?> shape) {
    String text = escape(shape.title());
    List<Shape<?>> named = new ArrayList<>(named(shape));
    // The longest first, so that no title is replaced within another.
    named.sort(Comparator.comparing((Shape<?> each) -> each.title().length()).reversed());
    for (int i = 0; i < named.size(); i++) {
      text = text.replace(escape(named.get(i).title()), "\u0000" + i + "\u0000");
    }
    for (int i = 0; i < named.size(); i++) {
      text = text.replace("\u0000" + i + "\u0000", link(named.get(i)));
    }
    return text;
  }

  private static String link(Shape<?> shape) {
    return "[" + escape(shape.title()) + "](#" + anchor(shape.title()) + ")";
  }

  /** The anchor that a renderer of Markdown gives a heading. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  /** The nearest shapes that have a table of their own, the shape itself among them. */
  private static List<Shape<?>> named(Shape<?> shape) {
    return switch (shape) {
      case ObjectShape<?> object -> List.of(object);
      case KindShape<?> choice -> List.of(choice);
      default ->
          shape.inner().stream().<Shape<?>>flatMap(one -> named(one).stream()).distinct().toList();
    };
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
