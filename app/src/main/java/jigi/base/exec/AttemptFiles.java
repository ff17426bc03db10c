package jigi.base.exec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of an attempt's directory that Jigi writes; the shim reads them. */
final class AttemptFiles {
  private AttemptFiles() {}

  /**
   * By name: script, secrets, env, spec.
   *
   * @param as the account; empty for the one that the shim runs under, {@code ?} for that too
   *     unless it is root
   * @param folder absolute, or from {@code ~}
   */
  static Map<String, String> of(AttemptSpec spec, String as, String folder) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("script", spec.script());
    files.put("secrets", nulled(Mask.of(spec.secrets()).values().stream()));
    files.put("env", variables(spec.environment()));
    files.put(
        "spec",
        Stream.of(
                "shell=" + spec.shell(),
                "as=" + as,
                "cwd=" + folder,
                "timeout=" + spec.timeout().toMillis() / 1000.0,
                "grace=5")
            .collect(Collectors.joining("\n", "", "\n")));
    return files;
  }

  /** The script is read by the step's account, the rest by the shim alone. */
  static boolean open(String name) {
    return name.equals("script");
  }

  static String variables(Map<String, String> environment) {
    return nulled(environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()));
  }

  private static String nulled(Stream<String> values) {
    return values.collect(Collectors.joining("\0"));
  }
}
