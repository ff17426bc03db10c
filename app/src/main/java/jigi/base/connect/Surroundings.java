package jigi.base.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step or a probe's command finds around it on a host.
 *
 * @param path folders that come before the usual PATH
 * @param environment further variables
 * @param folder the working directory; null means the manual's own folder on a local host, the
 *     account's home elsewhere
 * @param runs so many runs may execute blocks there at once; null for any number
 */
public record Surroundings(
    List<String> path,
    Map<String, String> environment,
    @Nullable String folder,
    @Nullable Integer runs) {
  /** Nothing special. */
  static final Surroundings PLAIN = new Surroundings(List.of(), Map.of(), null, null);

  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public Surroundings {
    path = List.copyOf(path);
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * The command for this machine with its program's whole path, where one of the own folders has
   * it: what is started directly is looked for in Jigi's own PATH.
   */
  public List<String> found(List<String> command) {
    String program = command.getFirst();
    if (program.contains("/")) {
      return command;
    }
    return path.stream()
        .map(each -> Path.of(each).resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(file -> whole(file, command))
        .orElse(command);
  }

  private static List<String> whole(Path file, List<String> command) {
    List<String> argv = new ArrayList<>(command);
    argv.set(0, file.toString());
    return argv;
  }

  /** The variables that a step gets, PATH among them when it differs from the usual one. */
  public Map<String, String> variables() {
    Map<String, String> all = new LinkedHashMap<>(environment);
    if (!path.isEmpty()) {
      all.put("PATH", String.join(":", path) + ":" + USUAL_PATH);
    }
    return all;
  }
}
