package jigi.base.kernel;

import org.jspecify.annotations.Nullable;

/** The process's environment; the one place that reads it. */
public final class Environment {
  private Environment() {}

  public static @Nullable String get(String name) {
    return System.getenv(name);
  }

  public static String get(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
