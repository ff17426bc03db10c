package jigi.operate.deploy.gateway.haproxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.UnixSocket;
import jigi.base.connect.wire.WireException;
import jigi.operate.deploy.DeployException;

/** Commands of HAProxy's runtime API; one connection each, as it wants without a prompt. */
final class RuntimeApi {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Path socket;

  RuntimeApi(Path socket) {
    this.socket = socket;
  }

  /**
   * @param commands with semicolons between
   * @throws DeployException {@code gateway-unreachable}
   */
  String ask(String commands) throws DeployException {
    Deadline deadline = Deadline.in(LONGEST);
    try (UnixSocket line = UnixSocket.connect(socket, deadline)) {
      line.out().write((commands + "\n").getBytes(StandardCharsets.UTF_8));
      return new String(line.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (WireException e) {
      throw new DeployException("gateway-unreachable", e.evidence(), e);
    } catch (IOException e) {
      throw new DeployException(
          "gateway-unreachable", "talking to " + socket + ": " + e.getMessage(), e);
    }
  }

  /**
   * A command that says nothing when it has worked.
   *
   * @throws DeployException {@code gateway-refused}, {@code gateway-unreachable}
   */
  void tell(String commands) throws DeployException {
    String said = ask(commands).strip();
    if (!said.isEmpty()) {
      throw new DeployException("gateway-refused", "HAProxy said: " + said);
    }
  }
}
