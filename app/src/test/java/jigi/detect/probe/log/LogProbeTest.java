package jigi.detect.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Status;
import jigi.detect.probe.Observation;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeKey;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogProbeTest {
  private static final ProbeKey KEY = new ProbeKey("shop", "api", "log");

  @TempDir Path folder;
  private Path log;
  private final Memory memory = new Memory();

  /** Keeps what is kept, as the database does. */
  private static final class Memory implements LogMemory {
    private final Map<ProbeKey, Progress> kept = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Findings.Kept> lines = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();

    @Override
    public @Nullable Progress recall(ProbeKey key) {
      return kept.get(key);
    }

    @Override
    public void keep(ProbeKey key, Progress progress, Findings found, Instant at) {
      kept.put(key, progress);
      groups.addAll(found.groups());
      lines.addAll(found.lines());
      tallies.addAll(found.tallies());
    }
  }

  @BeforeEach
  void anEmptyLog() throws Exception {
    log = Files.createFile(folder.resolve("api.log"));
    look();
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  private Observation look() throws InterruptedException {
    LinePattern database =
        LinePattern.of("db-lost", "Failed to connect|Communications link failure");
    return look(
        new LogCheck(
            log,
            false,
            LineRules.of(List.of(database, LinePattern.of("slow", "took \\d{4,}ms"))),
            null));
  }

  private Observation look(LogCheck check) throws InterruptedException {
    return OneProbe.observe(check, KEY, folder, memory);
  }

  private static double value(Observation seen, String name, String... labels) {
    Sample wanted = Sample.of(name, 0, labels);
    return seen.samples().stream()
        .filter(sample -> sample.labels().equals(wanted.labels()))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void countsWhatIsNewByLevelAndPattern() throws Exception {
    append("INFO up\nERROR Failed to connect to database\nGET / took 1234ms\nhalf a li");
    Observation first = look();
    assertThat(first.evidence().toString())
        .isEqualTo("3 new lines, 1 of them errors, the last: ERROR Failed to connect to database");
    append("ne\nFATAL gone: Communications link failure, Failed to connect\n");
    Observation seen = look();
    assertThat(value(seen, "log_lines_total", "level", "info")).isEqualTo(1);
    assertThat(value(seen, "log_lines_total", "level", "error")).isEqualTo(1);
    assertThat(value(seen, "log_lines_total", "level", "fatal")).isEqualTo(1);
    assertThat(value(seen, "log_lines_total", "level", "none")).isEqualTo(2);
    assertThat(value(seen, "log_matches_total", "pattern", "db-lost")).isEqualTo(2);
    assertThat(value(seen, "log_matches_total", "pattern", "slow")).isEqualTo(1);
    assertThat(value(seen, "log_bytes_total")).isEqualTo(Files.size(log));
    assertThat(value(seen, "log_unread_bytes")).isZero();
  }

  @Test
  void requestsOfAnAccessLogAreCounted() throws Exception {
    String format =
        "^(?P<client>\\S+) .*\"\\S+ (?P<path>\\S+)[^\"]*\" (?P<status>\\d{3})"
            + " .*up=(?P<upstream>\\S+) t=(?P<seconds>\\S+)";
    LogCheck check =
        new LogCheck(log, false, new LineRules(List.of(), AccessFormat.of(format)), null);
    append(
        "10.0.0.1 - - [x] \"GET /a?secret=1 HTTP/1.1\" 200 5 up=blue t=0.250\n"
            + "10.0.0.2 - - [x] \"GET /a HTTP/1.1\" 502 5 up=green t=0.750\n"
            + "10.0.0.2 - - [x] \"GET /b HTTP/1.1\" 404 5 up=- t=-\n"
            + "not a request\n");
    Observation seen = look(check);
    assertThat(value(seen, "log_requests_total", "status", "502", "upstream", "green"))
        .as("a new series begins at zero, so that its increase is seen")
        .isZero();
    seen = look(check);
    assertThat(value(seen, "log_requests_total", "status", "200", "upstream", "blue")).isOne();
    assertThat(value(seen, "log_requests_total", "status", "502", "upstream", "green")).isOne();
    assertThat(value(seen, "log_requests_total", "status", "404")).isOne();
    assertThat(value(seen, "log_unparsed_lines_total")).isOne();
    assertThat(memory.tallies)
        .contains(
            new Tally(Tally.What.PATH, "/a", 2, 1_000_000),
            new Tally(Tally.What.CLIENT, "10.0.0.2", 2, 750_000),
            new Tally(Tally.What.REFUSED, "10.0.0.2 /b 404", 1, 0));
    append("10.0.0.1 - - [x] \"GET /a HTTP/1.1\" 200 5 up=blue t=0.250\n");
    assertThat(value(look(check), "log_requests_total", "status", "200", "upstream", "blue"))
        .as("over looks")
        .isEqualTo(2);
  }

  @Test
  void theNewestMatchingLinesAreKeptWithTheirNumbers() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 1; i <= 50; i++) {
      many.append("took ").append(1000 + i).append("ms\nINFO well\n");
    }
    append(many.toString());
    look();
    assertThat(memory.lines).hasSize(20);
    assertThat(memory.lines.getFirst()).isEqualTo(new Findings.Kept("slow", 31, "took 1031ms"));
    assertThat(memory.lines.getLast()).isEqualTo(new Findings.Kept("slow", 50, "took 1050ms"));
    append("Failed to connect\ntook 2000ms\n");
    look();
    assertThat(memory.lines.subList(20, 22))
        .containsExactly(
            new Findings.Kept("db-lost", 1, "Failed to connect"),
            new Findings.Kept("slow", 51, "took 2000ms"));
  }

  @Test
  void aFileThatIsRenamedIsReadToItsEnd() throws Exception {
    append("ERROR one\n");
    look();
    append("ERROR two\nERROR three without an end");
    Files.move(log, folder.resolve("api.log.1"));
    append("ERROR four\n");
    assertThat(value(look(), "log_lines_total", "level", "error")).isEqualTo(4);
  }

  @Test
  void aFileThatIsCutIsReadFromItsBeginning() throws Exception {
    append("ERROR one\nERROR two\n");
    look();
    Files.writeString(log, "ERROR 3\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(value(look(), "log_lines_total", "level", "error")).isEqualTo(3);
    Files.writeString(log, "INFO rather longer than it was before\n");
    assertThat(value(look(), "log_lines_total", "level", "info")).isEqualTo(1);
  }

  @Test
  void anEndThatIsGoneIsSaid(@TempDir Path elsewhere) throws Exception {
    append("ERROR one\n");
    look();
    // Somebody holds the old file, so that the inode's number is not given again.
    Files.createLink(elsewhere.resolve("held"), log);
    Files.delete(log);
    assertThat(look().status()).isEqualTo(Status.FAIL);
    append("ERROR two\n");
    Observation seen = look();
    assertThat(value(seen, "log_lines_total", "level", "error")).isEqualTo(2);
    assertThat(seen.evidence().toString())
        .endsWith("; it was replaced, and the end of the old file is gone");
  }

  @Test
  void aNewPatternBeginsAtZeroAndTheOthersGoOn() throws Exception {
    append("ERROR Failed to connect\n");
    look();
    append("ERROR Failed to connect\n");
    Observation seen =
        look(
            new LogCheck(
                log,
                false,
                LineRules.of(
                    List.of(LinePattern.of("any", "E"), LinePattern.of("db-lost", "Failed to"))),
                null));
    assertThat(value(seen, "log_matches_total", "pattern", "any")).isEqualTo(1);
    assertThat(value(seen, "log_matches_total", "pattern", "db-lost")).isEqualTo(2);
  }

  @Test
  void aLineWithoutEndNeedsNoMemoryAndIsReported() throws Exception {
    byte[] block = "ERROR ".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
      for (int i = 0; i < 20; i++) {
        out.write(block);
      }
    }
    append("\nINFO after\n");
    Observation seen = look();
    while (value(seen, "log_unread_bytes") > 0) {
      seen = look();
    }
    assertThat(value(seen, "log_oversized_lines_total")).isEqualTo(1);
    assertThat(value(seen, "log_lines_total", "level", "error")).isEqualTo(1);
    assertThat(value(seen, "log_lines_total", "level", "info")).isEqualTo(1);
    assertThat(value(seen, "log_bytes_total")).isEqualTo(Files.size(log));
  }

  @Test
  void bytesThatAreNoTextDoNoHarm() throws Exception {
    Files.write(
        log,
        new byte[] {
          0, (byte) 0xff, (byte) 0xfe, 'E', 'R', 'R', 'O', 'R', ' ', 0, '\n', (byte) 0xc3, '\n'
        },
        StandardOpenOption.APPEND);
    Observation seen = look();
    assertThat(value(seen, "log_lines_total", "level", "none")).isEqualTo(2);
  }

  @Test
  void errorsAreGroupedByWhatTheySay() throws Exception {
    append(
        """
        2026-01-13 09:00:01 ERROR order 4711 of user=42 failed after 17ms
        2026-01-13 09:00:02 ERROR order 4712 of user=7 failed after 180ms
        2026-01-13 09:00:03 ERROR disk full
        """);
    look();
    assertThat(memory.groups)
        .extracting(group -> group.count() + " " + group.pattern())
        .containsExactlyInAnyOrder("2 ERROR order # of user=# failed after #", "1 ERROR disk full");
  }

  @Test
  void literalsAreFoundOnlyWhereTheyAreNeeded() {
    assertThat(LinePattern.of("a", "Failed to connect|link failure").isLiteral()).isTrue();
    assertThat(LinePattern.of("a", "took \\d{4,}ms").literals()).containsExactly("took ");
    assertThat(LinePattern.of("a", "(?i)login.*fail").literals()).isEmpty();
    assertThat(LinePattern.of("a", "ab?").literals()).isEmpty();
    assertThat(LinePattern.of("a", "x(error|fatal)y").literals()).isEmpty();
    assertThat(LinePattern.of("a", "colou?r=blue").literals()).containsExactly("r=blue");
  }
}
