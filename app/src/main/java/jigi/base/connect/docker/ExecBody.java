package jigi.base.connect.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code POST /containers/{id}/exec}. */
final class ExecBody {
  /** The variable by which the processes of an attempt are found in their container. */
  static final String MARK = "JIGI_ATTEMPT";

  /**
   * Sends a signal to all processes that carry an attempt's mark, and prints how many there were.
   * It needs nothing of the image but its shell; 0 as a signal only counts.
   */
  private static final String FIND =
      """
      n=0
      for d in /proc/[0-9]*; do
        [ "$d" = "/proc/$$" ] && continue
        { while IFS= read -r e || [ -n "$e" ]; do
            case $e in *"$1"*) n=$((n + 1)); [ "$2" = 0 ] || kill -"$2" "${d#/proc/}"; break ;; esac
          done <"$d/environ"; } 2>/dev/null
      done
      echo "$n"
      """;

  private ExecBody() {}

  /** A script. */
  static String script(
      String shell, String script, @Nullable String user, Map<String, String> environment) {
    return body(List.of(shell, "-c", script, "jigi"), user, variables(environment));
  }

  /** A program with its arguments, and the mark by which {@link #find} finds it. */
  static String program(
      List<String> command, String mark, @Nullable String user, Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(MARK, mark);
    return body(command, user, variables(all));
  }

  private static List<String> variables(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .sorted()
        .toList();
  }

  /**
   * @param signal TERM, KILL, or 0 for none
   */
  static String find(String attempt, String signal, @Nullable String user) {
    return body(
        List.of("/bin/sh", "-c", FIND, "jigi", MARK + "=" + attempt, signal), user, List.of());
  }

  private static String body(List<String> command, @Nullable String user, List<String> variables) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AttachStdout", true);
    body.put("AttachStderr", true);
    body.put("Cmd", command);
    body.put("Env", variables);
    if (user != null) {
      body.put("User", user);
    }
    return Json.write(body);
  }
}
