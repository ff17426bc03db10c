package jigi.base.connect.database;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of an answer, by column in the order of the query; an SQL NULL is null. */
public record Row(Map<String, @Nullable Object> values) {
  /** The value as text; empty for NULL. */
  public String text(String column) {
    Object value = get(column);
    return value == null ? "" : value.toString();
  }

  /** The value as a number: booleans are 0 or 1, NULL and what is no number are NaN. */
  public double number(String column) {
    return numeric(get(column));
  }

  public boolean bool(String column) {
    return number(column) == 1;
  }

  public boolean isNull(String column) {
    return get(column) == null;
  }

  /** As {@link #number(String)}, of any value. */
  public static double numeric(@Nullable Object value) {
    return switch (value) {
      case null -> Double.NaN;
      case Number number -> number.doubleValue();
      case Boolean yes -> yes ? 1 : 0;
      default -> parsed(value.toString());
    };
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private @Nullable Object get(String column) {
    if (!values.containsKey(column)) {
      throw new IllegalArgumentException("the query has no column " + column);
    }
    return values.get(column);
  }
}
