package jigi.base.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import jigi.base.config.Names;

/**
 * The connections of one manual, by name and in the order of the file.
 *
 * @param written the names of all, also of those that are not valid
 */
public record NamedConnections(Map<String, Connection> byName, Names written) {
  public static final NamedConnections NONE = new NamedConnections(Map.of());

  public NamedConnections {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** The names of those of a kind, and of those with a mistake, whose kind may be this one. */
  public Names of(Class<? extends Connection> kind) {
    Names names = written;
    for (Map.Entry<String, Connection> one : byName.entrySet()) {
      names = kind.isInstance(one.getValue()) ? names : names.without(one.getKey());
    }
    return names;
  }

  public NamedConnections(Map<String, Connection> byName) {
    this(byName, Names.of(byName.keySet()));
  }
}
