package jigi.base.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The process's environment; the one place that reads it. */
public final class Environment {
  private Environment() {}

  public static @Nullable String get(String name) {
    return System.getenv(name);
  }

  public static String get(String name, String otherwise) {
    return get(Environment::get, name, otherwise);
  }

  /** The variable of an environment, or something else where it is missing or empty. */
  public static String get(
      Function<String, @Nullable String> environment, String name, String otherwise) {
    String value = environment.apply(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
