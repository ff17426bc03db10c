package jigi.base.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/** The notations and containers that manuals are made of. */
public final class Shapes {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private Shapes() {}

  public static Shape<String> text() {
    return scalar("text", "'a few words'", Map.of("type", "string"), text -> text);
  }

  /** A name that others refer to: lower case, digits, {@code . _ -}. */
  public static Shape<String> name() {
    return scalar(
        "a name",
        "web-1, in lower-case letters, digits and . _ -",
        Map.of("type", "string", "pattern", "^" + NAME.pattern() + "$"),
        text -> NAME.matcher(text).matches() ? text : null);
  }

  /** A name that may say whose it is: {@code backup}, {@code shop/backup}. */
  public static Shape<String> qualifiedName() {
    String pattern = NAME.pattern() + "(/" + NAME.pattern() + ")?";
    return scalar(
        "a name, or a system's",
        "database or shop/backup, in lower-case letters, digits and . _ -",
        Map.of("type", "string", "pattern", "^" + pattern + "$"),
        text -> text.matches(pattern) ? text : null);
  }

  public static Shape<Boolean> bool() {
    return scalar(
        "true or false",
        "true",
        Map.of("type", "boolean"),
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> null;
            });
  }

  /** A whole number, both bounds included. */
  public static Shape<Integer> integer(int min, int max) {
    return scalar(
        "a whole number from " + min + " to " + max,
        String.valueOf(min),
        Map.of("type", "integer", "minimum", min, "maximum", max),
        text -> {
          try {
            int value = Integer.parseInt(text);
            return value >= min && value <= max ? value : null;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  public static Shape<Integer> port() {
    return integer(1, 65535);
  }

  public static Shape<Double> number() {
    return scalar(
        "a number",
        "0.85",
        Map.of("type", "number"),
        text -> {
          try {
            return Double.parseDouble(text);
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  /** A duration greater than zero. */
  public static Shape<Duration> duration() {
    return scalar(
        "a duration",
        "30s, 5m, 2h or 7d",
        Map.of("type", "string", "pattern", "^([0-9]+(ms|s|m|h|d|w|y))+$"),
        text -> {
          Duration duration = Durations.parse(text);
          return duration == null || duration.isZero() ? null : duration;
        });
  }

  /** A duration, {@code 0} and {@code 0s} among them. */
  public static Shape<Duration> durationOrZero() {
    return scalar(
        "a duration",
        "0s, 30s, 5m or 1h30m",
        Map.of("type", "string", "pattern", "^(0|([0-9]+(ms|s|m|h|d|w|y))+)$"),
        Durations::parse);
  }

  /**
   * A date such as {@code 2026-03-01}.
   *
   * @param example for the hint
   */
  public static Shape<LocalDate> date(String example) {
    return scalar(
        "a date",
        example,
        Map.of("type", "string", "format", "date"),
        text -> {
          try {
            return LocalDate.parse(text);
          } catch (DateTimeException e) {
            return null;
          }
        });
  }

  public static Shape<ZoneId> zone() {
    return scalar(
        "a time zone",
        "Asia/Seoul",
        Map.of("type", "string"),
        text -> {
          try {
            return ZoneId.of(text);
          } catch (java.time.DateTimeException e) {
            return null;
          }
        });
  }

  /** An absolute http or https URL. */
  public static Shape<URI> httpUrl() {
    return scalar(
        "an http or https URL",
        "http://127.0.0.1:8080/health",
        Map.of("type", "string", "format", "uri"),
        text -> {
          try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            boolean http = scheme.equals("http") || scheme.equals("https");
            return http && uri.getHost() != null ? uri : null;
          } catch (URISyntaxException e) {
            return null;
          }
        });
  }

  /** A scalar with a notation of a room's own. {@code parse} gives null for what is not of it. */
  public static <T> Shape<T> scalar(
      String title,
      String example,
      Map<String, Object> schema,
      Function<String, @Nullable T> parse) {
    return new ScalarShape<>(title, example, schema, parse);
  }

  /** One of an enum's constants, written in lower case with hyphens. */
  public static <E extends Enum<E>> Shape<E> oneOf(Class<E> type) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byName.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return oneOf(byName);
  }

  public static <T> Shape<T> oneOf(Map<String, T> byName) {
    return new Shape<>() {
      @Override
      public @Nullable T read(Node node, Problems problems) {
        if (!(node instanceof Node.ScalarNode scalar)) {
          problems.error(
              node.place(),
              "wrong-type",
              "here must stand a word, not " + node.kind(),
              "use " + title());
          return null;
        }
        String text = scalar.text();
        T value = byName.get(text);
        if (value == null) {
          problems.error(
              node.place(),
              "bad-value",
              "no such value ('" + text + "')",
              Nearest.hint(text, byName.keySet()));
        }
        return value;
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of("enum", List.copyOf(byName.keySet()));
      }

      @Override
      public String title() {
        return "one of " + String.join(", ", byName.keySet());
      }
    };
  }

  /** A list; a single value stands for a list of one. */
  public static <T> Shape<List<T>> listOf(Shape<T> item) {
    return new Shape<>() {
      @Override
      public @Nullable List<T> read(Node node, Problems problems) {
        if (node instanceof Node.EmptyNode) {
          return List.of();
        }
        List<Node> items = node instanceof Node.ListNode list ? list.items() : List.of(node);
        List<T> values = new ArrayList<>();
        for (Node one : items) {
          T value = item.read(one, problems);
          if (value != null) {
            values.add(value);
          }
        }
        return values.size() == items.size() ? List.copyOf(values) : null;
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of(
            "anyOf", List.of(Map.of("type", "array", "items", item.schema()), item.schema()));
      }

      @Override
      public String title() {
        return "one or several, each " + item.title();
      }

      @Override
      public List<Shape<?>> inner() {
        return List.of(item);
      }
    };
  }

  /** A mapping from names to values of one shape, in the order of the file. */
  public static <T> Shape<Map<String, T>> mapOf(Shape<T> value) {
    return new MapShape<>(value);
  }

  /** Either of two notations, decided by what stands there: a scalar is read by the first. */
  public static <T> Shape<T> scalarOr(Shape<T> scalar, Shape<T> other) {
    return new Shape<>() {
      @Override
      public @Nullable T read(Node node, Problems problems) {
        return (node instanceof Node.ScalarNode ? scalar : other).read(node, problems);
      }

      @Override
      public Map<String, Object> schema() {
        return Map.of("anyOf", Arrays.asList(scalar.schema(), other.schema()));
      }

      @Override
      public String title() {
        return scalar.title() + ", or " + other.title();
      }

      @Override
      public List<Shape<?>> inner() {
        return List.of(scalar, other);
      }
    };
  }

  /** A value of one shape made into another; {@code map} may give null after reporting. */
  public static <A, B> Shape<B> mapped(Shape<A> shape, Function<A, B> map) {
    return new Shape<>() {
      @Override
      public @Nullable B read(Node node, Problems problems) {
        A value = shape.read(node, problems);
        return value == null ? null : map.apply(value);
      }

      @Override
      public Map<String, Object> schema() {
        return shape.schema();
      }

      @Override
      public List<Shape<?>> inner() {
        return List.of(shape);
      }

      @Override
      public String title() {
        return shape.title();
      }
    };
  }
}
