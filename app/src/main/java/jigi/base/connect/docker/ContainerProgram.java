package jigi.base.connect.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.exec.Streamed;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * A program in a container whose output comes through the daemon. A daemon lets a program go on
 * whose listener has left, so that its processes are looked for by their mark when it is closed.
 */
public final class ContainerProgram implements Streamed {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int KEPT = 1024 * 1024;
  private static final int ANSWER = 64 * 1024;

  private final DockerSession session;
  private final Asked asked;
  private final Begun begun;
  private final Output out;
  private boolean ended;

  /**
   * What is asked of a daemon.
   *
   * @param user in the container; null for the image's own
   */
  public record Asked(
      String container,
      @Nullable String user,
      List<String> command,
      Map<String, String> environment) {}

  /**
   * What has begun.
   *
   * @param mark in the environment of its processes
   * @param exec the daemon's name for it
   */
  private record Begun(String mark, String exec, HttpLine answer) {}

  private ContainerProgram(DockerSession session, Asked asked, Begun begun) {
    this.session = session;
    this.asked = asked;
    this.begun = begun;
    this.out = new Output(new LogFrames(begun.answer().stream()));
  }

  /**
   * Starts it.
   *
   * @param session with a deadline beyond its end; closed with it, and when it cannot be started
   * @throws WireException FAIL when the container does not run or lacks the program
   */
  public static ContainerProgram start(DockerSession session, Asked asked)
      throws WireException, InterruptedException {
    try {
      String mark = Ids.secret(12);
      DockerReply made =
          session.post(
              "/containers/" + asked.container() + "/exec",
              ExecBody.program(asked.command(), mark, asked.user(), asked.environment()));
      String exec = made.json().path("Id").asText();
      HttpLine answer =
          session.stream(
              "POST",
              "/exec/" + exec + "/start",
              Json.write(Map.of("Detach", false, "Tty", false)));
      if (answer.status() >= 300) {
        String said = new DockerReply(answer.status(), answer.text(ANSWER)).refusal();
        answer.close();
        throw WireException.fail(said);
      }
      return new ContainerProgram(session, asked, new Begun(mark, exec, answer));
    } catch (IOException e) {
      session.close();
      throw WireException.of("talking to Docker", e);
    } catch (WireException | InterruptedException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public InputStream out() {
    return out;
  }

  @Override
  public Captured await(Duration timeout) throws InterruptedException {
    Deadline end = Deadline.in(timeout);
    while (!end.passed()) {
      try {
        var state = session.get("/exec/" + begun.exec() + "/json").json();
        if (!state.path("Running").asBoolean(true)) {
          ended = true;
          return new Captured(state.path("ExitCode").asInt(-1), "", out.said(), false, false);
        }
      } catch (WireException e) {
        return new Captured(-1, "", e.evidence(), false, false);
      }
      Deadline.in(PAUSE).await();
    }
    return new Captured(-1, "", out.said(), true, false);
  }

  /** What is left of it is killed; a daemon that cannot be asked has lost it itself. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      begun.answer().close();
      if (!ended) {
        kill();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException | WireException e) {
      ended = true; // a container or daemon that is gone has taken it along
    } finally {
      session.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() throws WireException, InterruptedException {
    String body = ExecBody.find(begun.mark(), "KILL", asked.user());
    DockerReply killer = session.post("/containers/" + asked.container() + "/exec", body);
    session.post(
        "/exec/" + killer.json().path("Id").asText() + "/start",
        Json.write(Map.of("Detach", true, "Tty", false)));
  }

  /** The frames of stdout, and what came on stderr in between. */
  private static final class Output extends InputStream {
    private final LogFrames frames;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private byte[] current = {};
    private int at;

    Output(LogFrames frames) {
      this.frames = frames;
    }

    synchronized String said() {
      return said.toString(StandardCharsets.UTF_8);
    }

    private synchronized void say(byte[] bytes) {
      said.write(bytes, 0, Math.min(bytes.length, KEPT - said.size()));
    }

    /** Whether there is a byte. */
    private boolean filled() throws IOException {
      while (at == current.length) {
        LogFrames.Frame frame = frames.next();
        if (frame == null) {
          return false;
        }
        if (frame.stream() == 2) {
          say(frame.bytes());
        } else {
          current = frame.bytes();
          at = 0;
        }
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return filled() ? current[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0 || !filled()) {
        return length == 0 ? 0 : -1;
      }
      int n = Math.min(length, current.length - at);
      System.arraycopy(current, at, into, from, n);
      at += n;
      return n;
    }
  }
}
