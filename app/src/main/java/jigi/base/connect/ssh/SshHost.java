package jigi.base.connect.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import jigi.base.config.Secret;
import jigi.base.exec.Exchange;
import jigi.base.exec.Piped;
import jigi.base.exec.RemoteShell;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * One host behind SSH: a client that keeps the connection ({@code ControlMaster}), and short ones
 * that use it. The kept one outlives Jigi for some minutes, and a new Jigi goes on with it.
 */
final class SshHost implements RemoteShell {
  /** Servers allow ten sessions of a connection unless told otherwise (MaxSessions). */
  private static final int SESSIONS = 8;

  private static final Duration CONTROL = Duration.ofSeconds(5);
  private static final int SSH_FAILED = 255;

  private final SshTarget target;
  private final @Nullable SshHost jump;
  private final SshParts parts;
  private final SshConfig config;
  private final Path file;
  private final Semaphore sessions = new Semaphore(SESSIONS);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SshFailure failure;
  private long failedAt;

  SshHost(SshTarget target, @Nullable SshHost jump, SshParts parts) {
    this.target = target;
    this.jump = jump;
    this.parts = parts;
    this.config = new SshConfig(parts.folder(), parts.knownHosts());
    this.file = parts.folder().resolve(target.alias() + ".conf");
  }

  @Override
  public boolean accountNamed() {
    return target.sudo() != null;
  }

  @Override
  public String where() {
    return target.where();
  }

  @Override
  public Exchange run(String script, byte[] input, Duration timeout)
      throws Unreachable, InterruptedException {
    sessions.acquire();
    try {
      SshFailure trouble = connect();
      if (trouble != null) {
        throw new Unreachable(trouble.evidence());
      }
      Exchange answer = session(script, input, timeout);
      if (answer.code() == SSH_FAILED && !alive()) {
        trouble = connect();
        if (trouble != null) {
          throw new Unreachable(trouble.evidence());
        }
        answer = session(script, input, timeout);
      }
      return judged(answer);
    } finally {
      sessions.release();
    }
  }

  private Exchange judged(Exchange answer) throws Unreachable, InterruptedException {
    if (answer.code() == SSH_FAILED && (refused(answer) || !alive())) {
      throw new Unreachable(target.where() + ": " + answer.stderr().strip());
    }
    if (answer.code() == 1 && answer.stderr().startsWith("sudo: ")) {
      throw new UserError(
          "sudo-refused",
          target.where()
              + " does not let the account become "
              + target.sudo()
              + " without a "
              + "password ("
              + answer.stderr().strip()
              + ")",
          "allow it in sudoers: "
              + target.address().user()
              + " ALL=("
              + target.sudo()
              + ") NOPASSWD: /bin/sh");
    }
    return answer;
  }

  private static boolean refused(Exchange answer) {
    return answer.stderr().contains("Session open refused");
  }

  private Exchange session(String script, byte[] input, Duration timeout)
      throws InterruptedException {
    return parts.exec().exchange(command(script), input, timeout, Map.of());
  }

  @Override
  public Piped pipe(String script) throws Unreachable, InterruptedException {
    SshFailure trouble = checked();
    if (trouble != null) {
      throw new Unreachable(trouble.evidence());
    }
    return parts.exec().pipe(command(script), Map.of(), true);
  }

  private List<String> command(String script) {
    if (script.indexOf('\'') >= 0) {
      throw new IllegalArgumentException("a script with a quote: " + script);
    }
    List<String> command = new ArrayList<>(client());
    // Only ever over the kept connection: without it the client must not log in by itself.
    command.addAll(List.of("-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-T"));
    command.add(target.alias());
    String shell = "/bin/sh -c 'cd || exit 126; " + script + "'";
    command.add(target.sudo() == null ? shell : "sudo -n -H -u " + target.sudo() + " -- " + shell);
    return command;
  }

  /**
   * A subsystem over the kept connection, of the account that logs in, whatever {@code sudo} says.
   *
   * @throws Unreachable when there is no connection
   */
  Piped subsystem(String name) throws Unreachable, InterruptedException {
    SshFailure trouble = checked();
    if (trouble != null) {
      throw new Unreachable(trouble.evidence());
    }
    List<String> command = new ArrayList<>(client());
    command.addAll(List.of("-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-T", "-s"));
    command.addAll(List.of(target.alias(), name));
    return parts.exec().pipe(command, Map.of(), true);
  }

  private List<String> client() {
    return List.of("ssh", "-F", file.toString());
  }

  /** Null when the connection stands. */
  @Nullable SshFailure connect() throws InterruptedException {
    long asked = RealTime.nanos();
    lock.lockInterruptibly();
    try {
      if (Files.exists(config.socket(target)) && Files.exists(file)) {
        return null;
      }
      // Who waited for an attempt that failed learns from it, instead of trying it all again.
      if (failure == null || failedAt - asked < 0) {
        failure = open();
        failedAt = RealTime.nanos();
      }
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #connect}, and a kept connection is asked whether it is still one. */
  @Nullable SshFailure checked() throws InterruptedException {
    if (Files.exists(config.socket(target))) {
      alive();
    }
    return connect();
  }

  /** The key that the host shows, before anybody logs in. */
  HostKey learn() throws Unreachable, InterruptedException {
    SshFailure before = jump == null ? null : jump.checked();
    if (before != null) {
      throw new Unreachable(before.evidence());
    }
    Path scan = parts.folder().resolve(target.alias() + ".scan");
    Path learned = parts.folder().resolve(target.alias() + ".learned");
    try {
      Files.deleteIfExists(learned);
      write(scan, config.textForTrust(target, learned));
      List<String> command = List.of("ssh", "-F", scan.toString(), "-T", target.alias(), "true");
      Exchange end = parts.exec().exchange(command, new byte[0], patience(), Map.of());
      List<String> lines = Files.exists(learned) ? Files.readAllLines(learned) : List.of();
      if (lines.isEmpty()) {
        throw new Unreachable(SshFailure.of(target, end.stderr()).evidence());
      }
      return HostKey.of(lines.getFirst(), parts.knownHosts());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + parts.folder(), e);
    } finally {
      delete(scan);
      delete(learned);
    }
  }

  private @Nullable SshFailure open() throws InterruptedException {
    SshFailure before = jump == null ? null : jump.connect();
    if (before != null) {
      return before;
    }
    Path log = parts.folder().resolve(target.alias() + ".log");
    try {
      write(file, config.text(target));
      Files.deleteIfExists(log);
      SshTarget.Key key = target.key();
      if (key != null) {
        write(config.key(target), key.secret().read(key.folder(), parts.environment()) + "\n");
      }
      List<String> command = new ArrayList<>(client());
      command.addAll(List.of("-M", "-N", "-f", "-E", log.toString(), target.alias()));
      Exchange end = parts.exec().exchange(command, new byte[0], patience(), parts.agent());
      if (end.code() == 0) {
        return null;
      }
      String said = Files.exists(log) ? Files.readString(log) : "";
      return end.timedOut()
          ? SshFailure.of(target, said + "\ntimed out logging in")
          : SshFailure.of(target, said + "\n" + end.stderr());
    } catch (Secret.Missing e) {
      return SshFailure.ours(target, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + parts.folder(), e);
    } finally {
      delete(config.key(target));
      delete(log);
    }
  }

  private Duration patience() {
    return target.patience().multipliedBy(2).plus(CONTROL);
  }

  /** Asks the client that keeps the connection; forgets it when it is gone. */
  private boolean alive() throws InterruptedException {
    Exchange answer = control("check");
    if (answer.code() != 0) {
      delete(config.socket(target));
      return false;
    }
    return true;
  }

  /** A request to the client that keeps the connection, as ssh(1) names them under -O. */
  Exchange control(String request, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(client());
    command.addAll(List.of("-O", request));
    command.addAll(List.of(arguments));
    command.add(target.alias());
    return parts.exec().exchange(command, new byte[0], CONTROL, Map.of());
  }

  /** What runs there goes on running. */
  void close() throws InterruptedException {
    lock.lock();
    try {
      if (Files.exists(config.socket(target)) && Files.exists(file)) {
        control("exit");
      }
      delete(config.socket(target));
      delete(file);
    } finally {
      lock.unlock();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
