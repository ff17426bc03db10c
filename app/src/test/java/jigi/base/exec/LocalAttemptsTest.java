package jigi.base.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
class LocalAttemptsTest extends AttemptsTest {
  @Override
  Attempts target(Exec from) {
    return from.local();
  }

  @Override
  Path root() {
    return folder.resolve("attempts");
  }

  @Test
  void capturesShortCommandsAndKillsThemAtTheirTimeOut() throws Exception {
    Captured echo =
        exec.capture(List.of("sh", "-c", "echo $A; echo b >&2; exit 4"), LONG, Map.of("A", "x y"));
    assertThat(echo).isEqualTo(new Captured(4, "x y\n", "b\n", false, false));

    Captured slow =
        exec.capture(List.of("sh", "-c", "echo a; sleep 50"), Duration.ofMillis(200), Map.of());
    assertThat(slow.timedOut()).isTrue();
    assertThat(slow.stdout()).isEqualTo("a\n");
  }

  @Test
  @Timeout(120)
  void tensOfMegabytesWithoutALineEndFillNeitherDiskNorMemory() throws Exception {
    long bytes = 64L << 20;
    String flood = "head -c " + bytes + " /dev/zero | tr '\\0' x; echo; echo last";
    attempts.start(spec("a", flood, Duration.ofSeconds(100)), 1);
    Exit exit = finished("a");

    assertThat(exit.ok()).isTrue();
    assertThat(exit.bytes()).isGreaterThan(bytes);
    try (Stream<Path> files = Files.walk(directory("a"))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(8L << 20);
    }
    assertThat(attempts.log("a").tail(1).getFirst().text()).isEqualTo("last");
  }

  @Test
  void forksOfForksEndWithTheirAttempt() throws Exception {
    attempts.start(
        spec(
            "a",
            "for i in $(seq 100); do (trap '' TERM HUP; sleep 99 & sleep 99) & done; echo up;"
                + " wait"),
        1);
    running("a");
    for (int i = 0; i < 1000 && alive("a") <= 200; i++) {
      exec.pause(Duration.ofMillis(10));
    }
    assertThat(alive("a")).isGreaterThan(200);

    attempts.kill("a", Duration.ofMillis(500), Exit.Why.CANCEL);

    assertThat(finished("a").why()).isEqualTo(Exit.Why.CANCEL);
    assertThat(alive("a")).isZero();
  }

  /** As when the signal of the end comes in the moment before the shim begins to wait for it. */
  @Test
  void seesTheEndWhoseSignalWasMissed() throws Exception {
    Files.createDirectories(directory("a"));
    AttemptSpec spec = spec("a", "exec >&- 2>&-; sleep 0.3; exit 7", Duration.ofHours(1));
    for (Map.Entry<String, String> file : AttemptFiles.of(spec, "", "/").entrySet()) {
      Files.writeString(directory("a").resolve(file.getKey()), file.getValue());
    }
    String blocked =
        "use POSIX; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGCHLD)); exec @ARGV or die $!";
    Path shim = folder.resolve("shim.pl");
    Files.write(shim, Exec.resource("shim.pl"));
    List<String> start = List.of("perl", shim.toString(), "start", directory("a").toString(), "1");
    exec.capture(
        Stream.concat(Stream.of("perl", "-e", blocked), start.stream()).toList(), LONG, Map.of());

    assertThat(finished("a").code()).isEqualTo(7);
  }

  /** The shim is late: whoever was to kill it has already asked and found nothing. */
  @Test
  void whatIsKilledBeforeItHasBegunCanBeForgottenAndStartedAnew() throws Exception {
    Path late = open(folder.resolve("late.pl"));
    Files.writeString(
        late,
        """
        my ( $verb, $dir ) = @ARGV;
        if ( $verb eq 'start' ) { select undef, undef, undef, 0.01 until -e "$dir/../asked" }
        my $status = system 'perl', '%s', @ARGV;
        if ( $verb eq 'kill' ) { open my $asked, '>', "$dir/../asked" }
        exit( $status ? 1 : 0 );
        """
            .formatted(shim()));
    Attempts local = new LocalAttempts(root(), late, exec);
    Path witness = open(folder.resolve("witness"));

    local.start(spec("a", "echo first >> " + witness), 1);
    AttemptState killed = local.kill("a", Duration.ofSeconds(1), Exit.Why.CANCEL);

    assertThat(killed)
        .isInstanceOfSatisfying(
            AttemptState.Finished.class,
            end -> assertThat(end.exit().why()).isEqualTo(Exit.Why.VOID));
    local.forget("a");
    local.start(spec("a", "echo second >> " + witness), 1);
    assertThat(local.await("a")).isInstanceOf(AttemptState.Finished.class);
    assertThat(witness).hasContent("second");
  }

  private Path shim() throws Exception {
    try (Stream<Path> files = Files.list(root())) {
      return files.filter(file -> file.toString().endsWith(".pl")).findFirst().orElseThrow();
    }
  }
}
