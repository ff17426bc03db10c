package jigi.base.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Names;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one manual, by name.
 *
 * @param written the names of all, also of those that are not valid
 */
public record Hosts(Map<String, Host> byName, Names written) {
  /** Always there, even when a manual does not name it. */
  public static final String LOCAL = "local";

  public Hosts {
    byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  public Hosts(Map<String, Host> byName) {
    this(byName, Names.of(byName.keySet()));
  }

  public @Nullable Host find(String name) {
    Host host = byName.get(name);
    return host == null && name.equals(LOCAL) ? new Host.Local() : host;
  }

  /** For hints. */
  public Set<String> names() {
    return byName.keySet();
  }
}
