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

  public NamedConnections(Map<String, Connection> byName) {
    this(byName, Names.of(byName.keySet()));
  }
}
