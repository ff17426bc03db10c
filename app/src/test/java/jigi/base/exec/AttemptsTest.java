package jigi.base.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of target does with attempts. */
@Timeout(60)
abstract class AttemptsTest {
  static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  Exec exec;
  Attempts attempts;

  @BeforeEach
  void open() throws Exception {
    exec = new Exec(folder.resolve("attempts"));
    attempts = target(exec);
  }

  @AfterEach
  void close() throws Exception {
    exec.close();
  }

  /** The attempts of the target, as a Jigi sees it that has just been started. */
  abstract Attempts target(Exec from) throws Exception;

  /** Where the target keeps its attempts. */
  abstract Path root();

  Path directory(String id) {
    return root().resolve(id);
  }

  private Path make(String id) throws IOException {
    return Files.createDirectories(directory(id));
  }

  @Test
  void tellsTheExitCodeAndBothStreamsInOrder() throws Exception {
    attempts.start(spec("a", "echo one; echo two >&2; exit 3"), 1);

    Exit exit = finished("a");

    assertThat(exit.code()).isEqualTo(3);
    assertThat(exit.why()).isEqualTo(Exit.Why.END);
    assertThat(exit.ok()).isFalse();
    assertThat(lines("a"))
        .extracting(l -> l.stream() + " " + l.text())
        .containsExactlyInAnyOrder("OUT one", "ERR two");
  }

  @Test
  void runsTheSameAttemptOnce() throws Exception {
    Path witness = open(folder.resolve("witness"));
    String script = "echo once >> " + witness + "; sleep 0.3";
    for (int i = 0; i < 5; i++) {
      attempts.start(spec("a", script), 1);
    }
    finished("a");
    attempts.start(spec("a", script), 1);
    finished("a");

    assertThat(Files.readAllLines(witness)).containsExactly("once");
  }

  @Test
  void knowsEveryStateOfTheTable() throws Exception {
    assertThat(attempts.inspect("a")).isInstanceOf(AttemptState.NeverStarted.class);

    attempts.start(spec("a", "sleep 30"), 1);
    AttemptState.Running running = running("a");
    assertThat(running.since()).isNotNull();

    long shim = lockHolder("a");
    ProcessHandle.of(shim).orElseThrow().destroyForcibly();
    AttemptState.Vanished vanished = await("a", AttemptState.Vanished.class);
    assertThat(vanished.rebooted()).isFalse();
    assertThat(vanished.alive()).isGreaterThan(0);

    AttemptState killed = attempts.kill("a", Duration.ofSeconds(2), Exit.Why.CANCEL);
    assertThat(killed).isEqualTo(new AttemptState.Vanished(false, 0));

    Path pid = directory("a").resolve("pid");
    Files.writeString(pid, Files.readString(pid).replaceAll("boot=.*", "boot=of-yesterday"));
    assertThat(attempts.inspect("a")).isEqualTo(new AttemptState.Vanished(true, 0));
  }

  @Test
  void isFoundRunningByAJigiThatDidNotStartIt() throws Exception {
    attempts.start(spec("a", "sleep 1; echo done"), 1);
    running("a");
    try (Exec other = new Exec(folder.resolve("attempts"))) {
      AttemptState state = target(other).await("a");
      assertThat(state).isInstanceOf(AttemptState.Finished.class);
    }
    assertThat(text("a")).isEqualTo("done");
  }

  @Test
  void neverStartsWhatWasPrevented() throws Exception {
    Path witness = open(folder.resolve("witness"));
    make("a");

    AttemptState state = attempts.prevent("a", 1);
    attempts.start(spec("a", "echo x >> " + witness), 1);

    assertThat(state).isInstanceOf(AttemptState.Finished.class);
    assertThat(finished("a").why()).isEqualTo(Exit.Why.VOID);
    assertThat(finished("a").unstarted()).isTrue();
    assertThat(witness).isEmptyFile();
  }

  @Test
  void refusesALowerFencingToken() throws Exception {
    Path witness = open(folder.resolve("witness"));
    make("a");
    Files.writeString(directory("a").resolve("fence"), "7");

    attempts.start(spec("a", "echo x >> " + witness), 6);
    AttemptState state = attempts.await("a");

    assertThat(state).isInstanceOf(AttemptState.NeverStarted.class);
    assertThat(witness).isEmptyFile();
    attempts.start(spec("a", "echo x >> " + witness), 7);
    assertThat(finished("a").ok()).isTrue();
  }

  @Test
  void endsAnAttemptAtItsTimeOutWithAllItsChildren() throws Exception {
    attempts.start(
        spec(
            "a",
            "sleep 77 & sh -c 'trap \"\" TERM; sleep 78; sleep 78' & wait",
            Duration.ofMillis(300)),
        1);

    Exit exit = finished("a");

    assertThat(exit.why()).isEqualTo(Exit.Why.TIMEOUT);
    assertThat(alive("a")).isZero();
  }

  @Test
  void cancelsWhileOutputGoesOn() throws Exception {
    attempts.start(
        spec("a", "trap 'echo bye; exit 9' TERM; while :; do echo x; sleep 0.05; done"), 1);
    running("a");
    // The shell must have set its trap: before that TERM ends it at once.
    for (int i = 0; i < 500 && lines("a").isEmpty(); i++) {
      exec.pause(Duration.ofMillis(10));
    }

    AttemptState state = attempts.kill("a", Duration.ofSeconds(2), Exit.Why.CANCEL);

    assertThat(state).isInstanceOf(AttemptState.Finished.class);
    assertThat(finished("a").why()).isEqualTo(Exit.Why.CANCEL);
    assertThat(finished("a").code()).isEqualTo(9);
    // The shell may remark on its killed child after that.
    assertThat(text("a").lines()).contains("bye");
  }

  @Test
  void masksSecretsEvenWhenTheyComeInPieces() throws Exception {
    AttemptSpec spec =
        new AttemptSpec(
            "a",
            """
            printf 'token=s3cr3'; sleep 0.2; echo 't-value.'
            echo "$TOKEN" | base64
            echo 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLWJ5dGVz end'
            echo 'key AKIAABCDEFGHIJKLMNOP'
            echo '-----BEGIN RSA PRIVATE KEY-----'; echo MIIabc; echo '-----END RSA PRIVATE KEY-----'
            echo 'postgres://jigi:hunter22@db/x'
            echo plain
            """,
            "/bin/sh",
            null,
            null,
            LONG,
            Map.of("TOKEN", "s3cr3t-value"),
            List.of("s3cr3t-value"));
    attempts.start(spec, 1);
    finished("a");

    assertThat(text("a"))
        .isEqualTo("token=***.\n***Cg==\njwt *** end\nkey ***\n***\npostgres://***@db/x\nplain");
    assertThat(everyByteOnDisk("a", "s3cr3t-value")).isFalse();
  }

  @Test
  void masksASecretOnEveryBorderOfAnEndlessLine() throws Exception {
    AttemptSpec spec =
        new AttemptSpec(
            "a",
            "i=0; while [ $i -lt 3000 ]; do printf '%s-0123456789%s' \"$S\" \"$i\"; i=$((i+1)); done",
            "/bin/sh",
            null,
            null,
            LONG,
            Map.of("S", "topsecretvalue-that-is-long"),
            List.of("topsecretvalue-that-is-long"));
    attempts.start(spec, 1);
    finished("a");

    String all = lines("a").stream().map(LogLine::text).collect(Collectors.joining());
    assertThat(all).doesNotContain("topsecret").doesNotContain("that-is-long");
    assertThat(all.split("\\*\\*\\*", -1)).hasSize(3001);
    assertThat(lines("a").stream().filter(LogLine::cut)).isNotEmpty();
  }

  @Test
  void neitherCutsAKeysBordersNorLosesWhatStandsBetween() throws Exception {
    String key = "-----BEGIN RSA PRIVATE KEY-----MIIhidden-----END RSA PRIVATE KEY-----";
    attempts.start(
        spec(
            "a",
            "x=$(head -c 499 /dev/zero | tr '\\0' x); yes \"$x"
                + key
                + "\" | head -n 800"
                + " | tr -d '\\n'"),
        1);
    finished("a");

    String all = lines("a").stream().map(LogLine::text).collect(Collectors.joining());
    assertThat(all).doesNotContain("hidden").doesNotContain("PRIVATE");
    assertThat(all.replace("*", "")).isEqualTo("x".repeat(800 * 499));
    assertThat(lines("a").stream().filter(LogLine::cut)).hasSizeGreaterThan(3);
  }

  @Test
  void masksWhereOneSecretHoldsAnotherAndKeepsEmptyLines() throws Exception {
    AttemptSpec spec =
        new AttemptSpec(
            "a",
            "echo; echo 'is pass-AKIAABCDEFGHIJKLMNOP-word.'; echo; printf 'a\\r\\n\\r\\nb\\n\\n'; echo c",
            "/bin/sh",
            null,
            null,
            LONG,
            Map.of(),
            List.of("pass-AKIAABCDEFGHIJKLMNOP", "NOP-word"));
    attempts.start(spec, 1);
    finished("a");

    assertThat(text("a")).isEqualTo("\nis ***.\n\na\n\nb\n\nc");
  }

  @Test
  void keepsTheBeginningAndTheEndOfAFloodAndCountsTheRest() throws Exception {
    attempts.start(
        spec(
            "a",
            "yes 'a line of some forty characters, no more' | head -c 12000000; echo; echo last"),
        1);
    Exit exit = finished("a");

    AttemptLog log = attempts.log("a");
    long kept = 0;
    long skipped = 0;
    long at = 0;
    String last = "";
    for (LogPage page = log.read(0, 65536); ; page = log.read(at, 65536)) {
      kept += page.next() - at - page.skipped();
      skipped += page.skipped();
      at = page.next();
      last = page.lines().isEmpty() ? last : page.lines().getLast().text();
      if (!page.more()) {
        break;
      }
    }
    assertThat(exit.bytes()).isGreaterThan(12_000_000);
    assertThat(kept + skipped).isEqualTo(exit.bytes());
    assertThat(kept).isBetween(1_500_000L, 3_500_000L);
    assertThat(last).isEqualTo("last");
  }

  @Test
  void aServiceLeftBehindNeitherHoldsTheStepNorDiesOfItsPipe() throws Exception {
    Path witness = open(folder.resolve("witness"));
    attempts.start(
        spec(
            "a",
            "setsid sh -c 'sleep 1; echo noise; echo noise; echo alive >> "
                + witness
                + "' & echo started"),
        1);

    assertThat(finished("a").ok()).isTrue();
    assertThat(text("a")).isEqualTo("started");
    for (int i = 0; i < 100 && Files.size(witness) == 0; i++) {
      exec.pause(Duration.ofMillis(50));
    }
    assertThat(witness).hasContent("alive");
  }

  @Test
  void stepsSeeNothingOfJigisEnvironmentAndCannotTouchTheirRecord() throws Exception {
    attempts.start(
        spec(
            "a",
            "env | cut -d= -f1 | sort | tr '\\n' ' '; id -un; touch '"
                + directory("a").resolve("exit")
                + "' 2>&1 | wc -l"),
        1);
    finished("a");

    assertThat(text("a").lines().findFirst().orElseThrow())
        .doesNotContain("JAVA_HOME")
        .contains("PATH", "LANG");
    if (exec.isRoot()) {
      assertThat(text("a")).contains("nobody").endsWith("1");
    }
    assertThat(Files.getPosixFilePermissions(directory("a")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void tellsWhyAnAccountOrAFolderCannotBeUsed() throws Exception {
    AttemptSpec stranger =
        new AttemptSpec("a", "true", "/bin/sh", "no-such-user", null, LONG, Map.of(), List.of());
    attempts.start(stranger, 1);
    assertThat(finished("a").why()).isEqualTo(Exit.Why.REFUSED);
    assertThat(finished("a").note()).isEqualTo("no user 'no-such-user' on this host");

    AttemptSpec nowhere =
        new AttemptSpec(
            "b", "true", "/bin/sh", null, Path.of("/no/such"), LONG, Map.of(), List.of());
    attempts.start(nowhere, 1);
    assertThat(finished("b").code()).isEqualTo(126);
    assertThat(text("b")).contains("cannot enter /no/such");
  }

  @Test
  void takesTerminalTricksOutOfTheText() throws Exception {
    attempts.start(spec("a", "printf '\\033[31mred\\033[0m \\033]0;title\\007ok\\001\\n'"), 1);
    finished("a");

    assertThat(text("a")).isEqualTo("red ok\ufffd");
  }

  @Test
  void killingItsOwnParentIsContained() throws Exception {
    attempts.start(
        new AttemptSpec(
            "a",
            "kill -9 $PPID; sleep 0.1; echo still",
            "/bin/sh",
            exec.isRoot() ? "root" : null,
            null,
            LONG,
            Map.of(),
            List.of()),
        1);

    AttemptState state = attempts.await("a");

    assertThat(state).isInstanceOf(AttemptState.Vanished.class);
  }

  AttemptSpec spec(String id, String script) {
    return spec(id, script, LONG);
  }

  static AttemptSpec spec(String id, String script, Duration timeout) {
    return new AttemptSpec(id, script, "/bin/sh", null, null, timeout, Map.of(), List.of());
  }

  Exit finished(String id) throws InterruptedException {
    AttemptState state = attempts.await(id);
    assertThat(state).isInstanceOf(AttemptState.Finished.class);
    return ((AttemptState.Finished) state).exit();
  }

  AttemptState.Running running(String id) throws InterruptedException {
    AttemptState.Running running = await(id, AttemptState.Running.class);
    while (running.since() == null) {
      running = await(id, AttemptState.Running.class);
    }
    return running;
  }

  <T> T await(String id, Class<T> type) throws InterruptedException {
    AttemptState state = attempts.inspect(id);
    for (int i = 0; i < 200 && !type.isInstance(state); i++) {
      exec.pause(Duration.ofMillis(20));
      state = attempts.inspect(id);
    }
    assertThat(state).isInstanceOf(type);
    return type.cast(state);
  }

  List<LogLine> lines(String id) {
    List<LogLine> all = new ArrayList<>();
    LogPage page = attempts.log(id).read(0, 65536);
    all.addAll(page.lines());
    while (page.more()) {
      page = attempts.log(id).read(page.next(), 65536);
      all.addAll(page.lines());
    }
    return all;
  }

  String text(String id) {
    return lines(id).stream().map(LogLine::text).collect(Collectors.joining("\n"));
  }

  int alive(String id) throws IOException {
    String pid =
        Files.readString(directory(id).resolve("pid"))
            .lines()
            .findFirst()
            .orElseThrow()
            .substring(4);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return (int)
          all.filter(p -> p.getFileName().toString().matches("\\d+"))
              .filter(p -> stat(p).map(s -> s[3].equals(pid) && !s[0].equals("Z")).orElse(false))
              .count();
    }
  }

  private static java.util.Optional<String[]> stat(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return java.util.Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }

  /** The shim works in the attempt's directory; the step itself never does. */
  private long lockHolder(String id) throws IOException {
    Path directory = directory(id).toRealPath();
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> works(pid, directory))
        .findFirst()
        .orElseThrow();
  }

  private static boolean works(long pid, Path directory) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(directory);
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }

  static Path open(Path file) throws IOException {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Path p = file.getParent();
        p != null && p.startsWith("/tmp") && !p.equals(Path.of("/tmp"));
        p = p.getParent()) {
      Files.setPosixFilePermissions(p, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file;
  }

  private boolean everyByteOnDisk(String id, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(directory(id))) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().equals("script"))
          .anyMatch(
              f -> {
                try {
                  return Files.readString(f, java.nio.charset.StandardCharsets.ISO_8859_1)
                      .contains(secret);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    }
  }
}
