package jigi.base.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step finds around it on a host.
 *
 * @param path folders that come before the usual PATH
 * @param environment further variables
 * @param folder the working directory; null means the manual's own folder on a local host, the
 *     account's home elsewhere
 */
public record Surroundings(
    List<String> path, Map<String, String> environment, @Nullable String folder) {
  /** Nothing special. */
  static final Surroundings PLAIN = new Surroundings(List.of(), Map.of(), null);

  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public Surroundings {
    path = List.copyOf(path);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The variables that a step gets, PATH among them when it differs from the usual one. */
  Map<String, String> variables() {
    Map<String, String> all = new LinkedHashMap<>(environment);
    if (!path.isEmpty()) {
      all.put("PATH", String.join(":", path) + ":" + USUAL_PATH);
    }
    return all;
  }
}
