package jigi.base.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hosts of one manual, by name. */
public record Hosts(Map<String, Host> byName) {
  /** Always there, even when a manual does not name it. */
  public static final String LOCAL = "local";

  public Hosts {
    byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
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
