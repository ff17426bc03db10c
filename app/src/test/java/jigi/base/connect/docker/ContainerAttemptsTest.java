package jigi.base.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.OneConnection;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Attempts;
import jigi.base.exec.Exec;
import jigi.base.exec.Exit;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts in real containers, which go on while Jigi, its shim or the daemon is away. */
@Needs("docker")
@Timeout(120)
class ContainerAttemptsTest {
  private static final String RUNS = "while :; do sleep 1; done";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static DockerDaemon daemon;

  @TempDir Path folder;
  private final Network network = new Network();
  private Exec exec;

  @BeforeAll
  static void start() throws IOException {
    daemon = DockerDaemon.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void open() {
    exec = new Exec(folder.resolve("attempts"));
    daemon.run("web", RUNS, "--env", "FROM_IMAGE=two words", "--env", "LINES=a\nb");
  }

  @AfterEach
  void close() {
    exec.close();
    network.close();
    daemon.clear();
  }

  private Attempts attempts() throws Exception {
    return attempts("", "{docker: '" + daemon.address() + "'}", null);
  }

  private Attempts attempts(String hosts, String engine, @Nullable String user) throws Exception {
    ConnectPart connect = new ConnectPart();
    ConnectionPart named = new ConnectionPart(reading -> reading.part(connect));
    Manual manual =
        OneConnection.manual(
            folder,
            List.of(connect, named),
            "system: s\n" + hosts + "connections:\n  engine: " + engine + "\n");
    Connections connections =
        new Connections(
            connect,
            named,
            exec,
            new SshClients(exec, folder, name -> null),
            network,
            name -> null);
    connections.activate(List.of(manual));
    return connections.attempts("s", "engine", "web", user);
  }

  private static AttemptSpec spec(String id, String script) {
    return spec(id, script, LONG);
  }

  private static AttemptSpec spec(String id, String script, Duration timeout) {
    return new AttemptSpec(
        id,
        script,
        "/bin/sh",
        null,
        null,
        timeout,
        Map.of("PARAM", "it's \"quoted\" $HOME"),
        List.of("very-secret-word"));
  }

  private static Exit finished(Attempts attempts, String id) throws InterruptedException {
    AttemptState state = attempts.await(id);
    assertThat(state).isInstanceOf(AttemptState.Finished.class);
    return ((AttemptState.Finished) state).exit();
  }

  private static String output(Attempts attempts, String id) {
    return attempts.log(id).tail(100).stream()
        .map(line -> line.text())
        .collect(Collectors.joining("\n"));
  }

  /** A file in the container. */
  private static String content(String file) {
    return daemon.docker("exec", "web", "/bin/sh", "-c", "cat " + file + " 2>/dev/null || true");
  }

  private static void untilRunning(String marker) {
    Until.so(
        "running in the container",
        () -> content("/tmp/" + marker).contains("begun"),
        () -> daemon.docker("ps", "-a"));
  }

  private void killShim(String id) throws Exception {
    Path pid = folder.resolve("attempts").resolve(id).resolve("pid");
    String text = Files.readString(pid).lines().findFirst().orElseThrow().substring(4);
    ProcessHandle client = ProcessHandle.of(Long.parseLong(text)).orElseThrow();
    ProcessHandle shim = client.parent().orElseThrow();
    shim.destroyForcibly();
    client.destroyForcibly();
    client.onExit().join();
    shim.onExit().join();
  }

  @Test
  @Shows("RB-21")
  void tellsTheExitCodeAndTheMaskedOutput() throws Exception {
    Attempts attempts = attempts();
    attempts.start(
        spec("a", "echo \"$PARAM\"; echo \"$FROM_IMAGE\" >&2; echo my very-secret-word; exit 3"),
        1);
    Exit exit = finished(attempts, "a");
    assertThat(exit.code()).isEqualTo(3);
    assertThat(exit.ok()).isFalse();
    assertThat(output(attempts, "a").lines())
        .containsExactlyInAnyOrder("it's \"quoted\" $HOME", "two words", "my ***");
    attempts.start(spec("b", "echo $$; [ -f /etc/passwd ] && ! [ -d /proc/1/root/usr ]"), 1);
    assertThat(finished(attempts, "b").ok()).as(output(attempts, "b")).isTrue();
  }

  @Test
  void runsAsTheUserThatIsNamed() throws Exception {
    Attempts attempts = attempts("", "{docker: '" + daemon.address() + "'}", "app");
    attempts.start(spec("u", "id -u"), 1);
    assertThat(finished(attempts, "u").ok()).isTrue();
    assertThat(output(attempts, "u")).isEqualTo("1000");
    attempts.start(spec("v", "echo begun >/tmp/v; sleep 1000 & wait"), 1);
    untilRunning("v");
    untilAsleep();
    assertThat(attempts.kill("v", Duration.ofSeconds(5), Exit.Why.CANCEL))
        .isInstanceOf(AttemptState.Finished.class);
    assertThat(daemon.docker("top", "web")).doesNotContain("sleep 1000").doesNotContain("/tmp/v");
  }

  @Test
  void startsOnceHoweverOftenItIsAsked() throws Exception {
    Attempts attempts = attempts();
    String script = "echo begun >>/tmp/once; sleep 1";
    for (int i = 0; i < 3; i++) {
      attempts.start(spec("once", script), 1);
    }
    assertThat(finished(attempts, "once").ok()).isTrue();
    attempts.start(spec("once", script), 2);
    assertThat(content("/tmp/once")).isEqualTo("begun");
  }

  @Test
  void goesOnWhileJigiIsAway() throws Exception {
    attempts().start(spec("on", "echo begun >/tmp/on; sleep 2; echo done; exit 5"), 1);
    untilRunning("on");
    exec.close();
    exec = new Exec(folder.resolve("attempts"));
    Attempts later = attempts();
    assertThat(finished(later, "on").code()).isEqualTo(5);
    assertThat(output(later, "on")).isEqualTo("done");
  }

  @Test
  void endsEverythingThatItStarted() throws Exception {
    Attempts attempts = attempts();
    attempts.start(
        spec("k", "trap '' TERM; (trap '' TERM; sleep 1000) & echo begun >/tmp/k; sleep 1000"), 1);
    untilRunning("k");
    untilAsleep();
    AttemptState end = attempts.kill("k", Duration.ofSeconds(5), Exit.Why.CANCEL);
    assertThat(end).isInstanceOf(AttemptState.Finished.class);
    assertThat(((AttemptState.Finished) end).exit().why()).isEqualTo(Exit.Why.CANCEL);
    assertThat(daemon.docker("top", "web")).doesNotContain("sleep 1000");
  }

  private void untilAsleep() {
    Until.so(
        "asleep",
        () -> daemon.docker("top", "web").contains("sleep 1000"),
        () -> daemon.docker("top", "web"));
  }

  @Test
  void holdsItsTimeWithoutJigi() throws Exception {
    attempts().start(spec("t", "echo begun >/tmp/t; sleep 1000", Duration.ofSeconds(2)), 1);
    untilRunning("t");
    exec.close();
    Until.so(
        "ended by the shim",
        () -> !daemon.docker("top", "web").contains("sleep 1000"),
        () -> daemon.docker("top", "web"));
    exec = new Exec(folder.resolve("attempts"));
    assertThat(finished(attempts(), "t").why()).isEqualTo(Exit.Why.TIMEOUT);
  }

  @Test
  void findsWhatRunsOnWithoutItsShim() throws Exception {
    Attempts attempts = attempts();
    attempts.start(spec("s", "echo begun >/tmp/s; sleep 1000"), 1);
    untilRunning("s");
    killShim("s");
    AttemptState left = attempts.inspect("s");
    assertThat(left).isInstanceOf(AttemptState.Vanished.class);
    assertThat(((AttemptState.Vanished) left).alive()).isPositive();
    daemon.signal("STOP");
    try {
      assertThat(attempts.inspect("s")).isInstanceOf(AttemptState.Unreachable.class);
    } finally {
      daemon.signal("CONT");
    }
    assertThat(attempts.kill("s", Duration.ofSeconds(5), Exit.Why.CANCEL))
        .isEqualTo(new AttemptState.Vanished(false, 0));
    assertThat(daemon.docker("top", "web")).doesNotContain("sleep 1000");
  }

  @Test
  void knowsThatNothingRunsInAContainerThatIsGone() throws Exception {
    Attempts attempts = attempts();
    attempts.start(spec("g", "echo begun >/tmp/g; sleep 1000"), 1);
    untilRunning("g");
    killShim("g");
    daemon.docker("rm", "-f", "web");
    assertThat(attempts.inspect("g")).isEqualTo(new AttemptState.Vanished(false, 0));
    daemon.run("web", RUNS);
    assertThat(attempts.inspect("g")).isEqualTo(new AttemptState.Vanished(false, 0));
  }

  @Test
  void endsWithItsContainer() throws Exception {
    Attempts attempts = attempts();
    attempts.start(spec("c", "echo begun >/tmp/c; sleep 1000"), 1);
    untilRunning("c");
    daemon.docker("kill", "web");
    AttemptState end = attempts.await("c");
    if (end instanceof AttemptState.Finished finished) {
      assertThat(finished.exit().ok()).isFalse();
    } else {
      assertThat(end).isEqualTo(new AttemptState.Vanished(false, 0));
    }
  }

  @Test
  void saysWhyItCannotBegin() throws Exception {
    daemon.docker("rename", "web", "other");
    Attempts attempts = attempts();
    attempts.start(spec("m", "echo never"), 1);
    assertThat(finished(attempts, "m").code()).isEqualTo(126);
    assertThat(output(attempts, "m")).contains("Docker answers 404").contains("web");
    daemon.docker("rename", "other", "web");
    daemon.docker("stop", "-t", "0", "web");
    attempts.start(spec("n", "echo never"), 1);
    assertThat(finished(attempts, "n").code()).isEqualTo(126);
    assertThat(output(attempts, "n")).contains("not running");
  }

  @Test
  void leavesWhatIsToOutliveItAndDoesNotWaitForIt() throws Exception {
    Attempts attempts = attempts();
    attempts.start(spec("l", "sleep 1000 & echo begun"), 1);
    assertThat(finished(attempts, "l").ok()).isTrue();
    assertThat(output(attempts, "l")).isEqualTo("begun");
  }

  @Test
  @Needs("sshd")
  void runsInContainersOfAHostBehindSsh() throws Exception {
    try (SshServer host = new SshServer(folder.resolve("host")).start()) {
      Files.writeString(folder.resolve("known_hosts"), host.knownHost());
      String hosts =
          "hosts: {far: {ssh: '%s', key: {file: '%s'}}}\n".formatted(host.address(), host.key());
      Attempts attempts = attempts(hosts, "{docker: '" + daemon.address() + "', on: far}", null);
      attempts.start(spec("f", "echo \"$PARAM\"; exit 4"), 1);
      assertThat(finished(attempts, "f").code()).isEqualTo(4);
      assertThat(output(attempts, "f")).isEqualTo("it's \"quoted\" $HOME");
      assertThat(host.home().resolve(".jigi/attempts/f/exit")).exists();
    }
  }
}
