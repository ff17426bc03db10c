package jigi.base.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a run is given. Scripts see it as an environment variable of this name.
 *
 * @param name as an environment variable: {@code COLOR}
 * @param pattern RE2 expression that the whole value must match; null for the type's own
 * @param otherwise the value when none is given; null when one must be given
 * @param label the alert's label that may fill it in; null for none
 */
public record Parameter(
    String name,
    Type type,
    @Nullable String pattern,
    List<String> choices,
    @Nullable String otherwise,
    @Nullable String label) {
  /** The types of values. */
  public enum Type {
    /** Letters, digits and {@code . _ : / @ + -}; no blanks, not beginning with a hyphen. */
    WORD,
    /** Any text of one line. */
    TEXT,
    INTEGER,
    CHOICE,
    /** Name of a component of the system's inventory. */
    COMPONENT,
    /** Name of a host of the manual. */
    HOST,
    /** An IPv4 or IPv6 address. */
    ADDRESS
  }

  public Parameter {
    choices = List.copyOf(choices);
  }
}
