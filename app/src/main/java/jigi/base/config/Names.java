package jigi.base.config;

import java.util.Set;
import java.util.TreeSet;
import jigi.base.kernel.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * Names that a part of a manual defines and others refer to. What is defined with a mistake counts
 * as defined, so that the mistake is reported once and not at every reference.
 */
public final class Names {
  private final Set<String> names;
  private final boolean known;

  private Names(Set<String> names, boolean known) {
    this.names = new TreeSet<>(names);
    this.known = known;
  }

  public static Names of(Set<String> names) {
    return new Names(names, true);
  }

  /** They cannot be told, because what defines them cannot be read: nothing is missing then. */
  public static Names unknown() {
    return new Names(Set.of(), false);
  }

  /** The same with one more. */
  public Names and(String name) {
    Set<String> more = new TreeSet<>(names);
    more.add(name);
    return new Names(more, known);
  }

  /** The same without one. */
  public Names without(String name) {
    Set<String> fewer = new TreeSet<>(names);
    fewer.remove(name);
    return new Names(fewer, known);
  }

  public boolean lack(String name) {
    return known && !names.contains(name);
  }

  /**
   * Reports a reference to what is not defined.
   *
   * @param name null where nothing is referred to
   * @param code of the problem: {@code unknown-host}
   * @param what is wrong, to which the name is added
   */
  public void require(
      @Nullable String name, Place place, Problems problems, String code, String what) {
    if (name != null && lack(name)) {
      problems.error(place, code, what + " ('" + name + "')", hint(name));
    }
  }

  /** The name that somebody probably meant, or all that there are. */
  public String hint(String wrong) {
    return Nearest.hint(wrong, names);
  }
}
