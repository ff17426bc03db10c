package jigi.base.connect.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.AttemptLog;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Attempts;
import jigi.base.exec.Exit;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Attempts in a container. The attempt's directory and its shim are on the daemon's host; the shim
 * supervises a small client of the daemon in place of the script. Where that client cannot tell any
 * more how the command ended, the container's own processes are looked for by their mark.
 */
public final class ContainerAttempts implements Attempts {
  /** One variable of a process can be so long (MAX_ARG_STRLEN of Linux, with room for its name). */
  private static final int LONGEST = 120 * 1024;

  private static final int KILLS = 20;
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int ANSWER = 64 * 1024;

  private final Attempts host;
  private final Target target;
  private final Sessions sessions;

  /**
   * Which container.
   *
   * @param socket of the daemon, on its host
   * @param user in the container; null for the image's own
   */
  public record Target(String socket, String container, @Nullable String user) {}

  /** Opens a session with the daemon, from wherever Jigi is. */
  @FunctionalInterface
  public interface Sessions {
    /**
     * @throws WireException when the daemon cannot be asked
     */
    DockerSession open() throws WireException, InterruptedException;
  }

  /**
   * @param host the attempts of the daemon's host
   */
  public ContainerAttempts(Attempts host, Target target, Sessions sessions) {
    this.host = host;
    this.target = target;
    this.sessions = sessions;
  }

  @Override
  public void start(AttemptSpec spec, long token) throws InterruptedException {
    Map<String, String> inside = new HashMap<>(spec.environment());
    inside.put(ExecBody.MARK, spec.id());
    String body = ExecBody.script(spec.shell(), spec.script(), target.user(), inside);
    if (body.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new UserError(
          "script-too-long",
          "a block that is executed in a container has at most " + LONGEST / 1024 + " KB",
          "copy a script into the image and call it");
    }
    Map<String, String> client = new HashMap<>();
    client.put("JIGI_DOCKER", target.socket());
    client.put("JIGI_CONTAINER", target.container());
    client.put("JIGI_EXEC", body);
    client.put("JIGI_TERM", ExecBody.find(spec.id(), "TERM", target.user()));
    client.put("JIGI_KILL", ExecBody.find(spec.id(), "KILL", target.user()));
    client.put("JIGI_COUNT", ExecBody.find(spec.id(), "0", target.user()));
    // The client is Jigi's own, not the manual's: it keeps the account that may use the socket.
    String account = "";
    host.start(
        new AttemptSpec(
            spec.id(),
            program(),
            "/usr/bin/perl",
            account,
            null,
            spec.timeout(),
            client,
            spec.secrets()),
        token);
  }

  private static String program() {
    try (InputStream in = ContainerAttempts.class.getResourceAsStream("exec.pl")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks exec.pl");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read exec.pl of the jar", e);
    }
  }

  @Override
  public AttemptState inspect(String id) throws InterruptedException {
    return judged(id, host.inspect(id), false);
  }

  @Override
  public AttemptState await(String id) throws InterruptedException {
    return judged(id, host.await(id), false);
  }

  @Override
  public AttemptState kill(String id, Duration grace, Exit.Why why) throws InterruptedException {
    return judged(id, host.kill(id, grace, why), true);
  }

  @Override
  public AttemptState prevent(String id, long token) throws InterruptedException {
    return judged(id, host.prevent(id, token), false);
  }

  /** What the host knows, and where that is not enough, what the container's processes tell. */
  private AttemptState judged(String id, AttemptState seen, boolean killing)
      throws InterruptedException {
    return switch (seen) {
      case AttemptState.NeverStarted never -> never;
      case AttemptState.Running running -> running;
      case AttemptState.Unreachable unreachable -> unreachable;
      case AttemptState.Finished finished ->
          finished.exit().signal() == null ? finished : lost(id, finished, killing);
      case AttemptState.Vanished vanished -> {
        int alive = left(id, killing);
        yield alive < 0
            ? silent()
            : new AttemptState.Vanished(vanished.rebooted(), vanished.alive() + alive);
      }
    };
  }

  /** The client itself died: of itself, because it had lost the command, or was killed. */
  private AttemptState lost(String id, AttemptState.Finished finished, boolean killing)
      throws InterruptedException {
    boolean ended = finished.exit().why() != Exit.Why.END;
    int alive = left(id, killing || ended);
    if (alive < 0) {
      return silent();
    }
    return ended && alive == 0 ? finished : new AttemptState.Vanished(false, alive);
  }

  private AttemptState silent() {
    return new AttemptState.Unreachable(
        "Docker cannot be asked whether the command in " + target.container() + " has ended");
  }

  /** How many processes of the attempt live in the container; -1 when that cannot be told. */
  private int left(String id, boolean killing) throws InterruptedException {
    try (DockerSession session = sessions.open()) {
      int met = find(session, id, killing ? "KILL" : "0");
      for (int i = 0; killing && met > 0 && i < KILLS; i++) {
        jigi.base.connect.wire.Deadline.in(BETWEEN).await();
        met = find(session, id, "KILL");
      }
      return met;
    } catch (WireException e) {
      return -1; // the caller says so
    }
  }

  private int find(DockerSession session, String id, String signal)
      throws WireException, InterruptedException {
    DockerReply made =
        session.post(
            "/containers/" + target.container() + "/exec",
            ExecBody.find(id, signal, target.user()));
    boolean paused = made.body().contains("paused");
    if (made.missing() || (made.status() == 409 && !paused)) {
      return 0; // nothing runs in a container that does not run
    }
    String exec = made.json().path("Id").asText();
    String start = Json.write(Map.of("Detach", false, "Tty", false));
    try (HttpLine answer = session.stream("POST", "/exec/" + exec + "/start", start)) {
      String said = output(answer).strip();
      if (answer.status() >= 300 || !said.matches("[0-9]{1,6}")) {
        throw WireException.unknown("its processes cannot be counted: " + said);
      }
      return Integer.parseInt(said);
    } catch (IOException e) {
      throw WireException.of("talking to Docker", e);
    }
  }

  private static String output(HttpLine answer) throws IOException, WireException {
    if (answer.status() >= 300) {
      return answer.text(ANSWER);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogFrames frames = new LogFrames(answer.stream());
    for (LogFrames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
      out.writeBytes(frame.bytes());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public AttemptLog log(String id) {
    return host.log(id);
  }

  @Override
  public void forget(String id) {
    host.forget(id);
  }
}
