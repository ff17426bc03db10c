package jigi.base.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be done on a host that is reached through a {@link RemoteShell}. */
public final class RemoteTarget {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration ON_THE_WAY = Duration.ofSeconds(2);
  private static final int LATE = 250;

  private final RemoteTools tools;
  private final Attempts attempts;

  RemoteTarget(RemoteTools tools, Attempts attempts) {
    this.tools = tools;
    this.attempts = attempts;
  }

  /**
   * A short command on the host, as {@link Exec#capture} on this one.
   *
   * @param as the account when the one that logs in is root; else it changes nothing
   * @param folder where it begins; empty for the account's home
   */
  public record Command(
      List<String> command,
      String as,
      String folder,
      Map<String, String> environment,
      Duration timeout) {}

  public Attempts attempts() {
    return attempts;
  }

  /**
   * Runs a short command to its end; nothing of it stands in an argument of the way there.
   *
   * @throws jigi.base.kernel.UserError {@code target-not-usable}
   */
  public Captured capture(Command command) throws RemoteShell.Unreachable, InterruptedException {
    return exchange(command).text();
  }

  /**
   * As {@link #capture}, with the bytes that the command wrote: 1 MiB at most.
   *
   * @throws jigi.base.kernel.UserError {@code target-not-usable}
   */
  public Exchange exchange(Command command) throws RemoteShell.Unreachable, InterruptedException {
    Duration patience = Duration.ofSeconds(seconds(command)).plus(ON_THE_WAY);
    Exchange seen = tools.call(List.of("capture"), request(command), patience);
    if (seen.code() == LATE) {
      return new Exchange(-1, seen.stdout(), seen.stderr(), true, seen.truncated());
    }
    return seen;
  }

  /**
   * Starts a command on the host whose output is a stream of any length. It is ended there when it
   * is closed here, and when the way there breaks.
   *
   * @throws jigi.base.kernel.UserError {@code target-not-usable}
   */
  public Streamed stream(Command command) throws RemoteShell.Unreachable, InterruptedException {
    return tools.pipe(List.of("stream"), request(command));
  }

  private static long seconds(Command command) {
    return Math.max(1, command.timeout().toSeconds());
  }

  private static byte[] request(Command command) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    RemoteAttempts.frame(input, "argv", String.join("\0", command.command()));
    RemoteAttempts.frame(input, "env", AttemptFiles.variables(command.environment()));
    RemoteAttempts.frame(input, "as", command.as());
    RemoteAttempts.frame(input, "cwd", command.folder());
    RemoteAttempts.frame(input, "timeout", String.valueOf(seconds(command)));
    RemoteAttempts.frame(input, "end", "");
    return input.toByteArray();
  }

  /**
   * What the account can do there, by name: user, home, setpriv, proc, flock; each {@code ok} or
   * what is wrong, besides the user's name.
   */
  public Map<String, String> rights() throws RemoteShell.Unreachable, InterruptedException {
    Exchange answer = answered(List.of("rights"), new byte[0]);
    Map<String, String> rights = new LinkedHashMap<>();
    for (String line : answer.text().stdout().lines().toList()) {
      int space = line.indexOf(' ');
      rights.put(line.substring(0, space), line.substring(space + 1));
    }
    return rights;
  }

  /**
   * Connects from the host to see whether something listens.
   *
   * @return empty when it does, else the words of the system there
   */
  public String reach(String address, int port)
      throws RemoteShell.Unreachable, InterruptedException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    RemoteAttempts.frame(input, "address", address);
    RemoteAttempts.frame(input, "port", String.valueOf(port));
    return reached(input);
  }

  /** The same for a Unix socket there. */
  public String reachSocket(String path) throws RemoteShell.Unreachable, InterruptedException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    RemoteAttempts.frame(input, "socket", path);
    return reached(input);
  }

  private String reached(ByteArrayOutputStream input)
      throws RemoteShell.Unreachable, InterruptedException {
    RemoteAttempts.frame(input, "end", "");
    Exchange answer = answered(List.of("reach"), input.toByteArray());
    return new String(answer.stdout(), StandardCharsets.UTF_8).strip();
  }

  private Exchange answered(List<String> request, byte[] input)
      throws RemoteShell.Unreachable, InterruptedException {
    Exchange answer = tools.call(request, input, SHORT);
    if (answer.code() != 0) {
      throw tools.unusable(RemoteTools.said(answer));
    }
    return answer;
  }
}
