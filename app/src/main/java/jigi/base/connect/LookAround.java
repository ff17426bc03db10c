package jigi.base.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Exchange;
import jigi.base.exec.Exec;
import jigi.base.exec.RemoteShell;
import jigi.base.kernel.UserError;

/** Runs scripts that only look, by a shell's input: nothing of them stays where they ran. */
public final class LookAround {
  private LookAround() {}

  /** On this machine. */
  public static Exchange here(
      Exec exec, byte[] script, Map<String, String> variables, Duration timeout)
      throws InterruptedException {
    return exec.exchange(List.of("sh", "-s"), script, timeout, variables);
  }

  /**
   * On a host behind SSH.
   *
   * @throws UserError {@code host-not-reached}
   */
  public static Exchange there(
      RemoteShell shell, byte[] script, Map<String, String> variables, Duration timeout)
      throws InterruptedException {
    StringBuilder all = new StringBuilder();
    variables.forEach(
        (name, value) ->
            all.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    all.append(new String(script, UTF_8));
    try {
      return shell.run("exec sh -s", all.toString().getBytes(UTF_8), timeout);
    } catch (RemoteShell.Unreachable e) {
      throw new UserError(
          "host-not-reached",
          e.why(),
          "see that 'ssh' gets there without a question, its key being trusted");
    }
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
