package jigi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.connect.Connections;
import jigi.base.connect.HostRegistry;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.base.manual.ManualSet;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeTools;
import jigi.detect.probe.log.Excerpt;
import jigi.detect.probe.log.LogFilter;
import jigi.detect.probe.log.Span;
import jigi.detect.probe.log.WholeLogs;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole logs: files here, files behind a real sshd, the logs of real containers. */
@Timeout(120)
class WholeLogsTest {
  private static final String SECRET = "s3cret-of-the-shop";

  @TempDir private Path folder;
  private final Timeline timeline = Timeline.real();
  private final Parts parts = new Parts();
  private final Network network = new Network();
  private List<Manual> manuals = List.of();
  private Store store;
  private SqlJournal journal;
  private Exec exec;
  private SshClients clients;
  private Connections connections;
  private WholeLogs logs;

  @BeforeEach
  void open() throws Exception {
    Troubles troubles = new Troubles();
    store = TestStores.sqlite(folder, troubles);
    journal = new SqlJournal(store, timeline, troubles, "test");
    exec = new Exec(folder.resolve("attempts"));
    clients = new SshClients(exec, folder, _ -> null);
    connections =
        new Connections(parts.connect, parts.connections, exec, clients, network, _ -> null);
    ProbeTools tools = ProbeTools.forgetful(network, exec, connections.named());
    logs =
        new WholeLogs(
            new ProbeRunner(timeline, tools, _ -> null),
            this::probes,
            system -> List.of(SECRET),
            system -> ZoneId.of("Asia/Seoul"));
  }

  private List<Probe> probes() {
    return manuals.stream()
        .map(manual -> manual.part(parts.probes))
        .<Probe>flatMap(List::stream)
        .toList();
  }

  @AfterEach
  void close() {
    logs.close();
    clients.close();
    exec.close();
    network.close();
    journal.close();
    store.close();
    timeline.close();
  }

  private void manual(String text) throws IOException {
    Path path = Files.createDirectories(folder.resolve("manual"));
    Files.writeString(path.resolve("jigi.yaml"), "system: shop\n" + text);
    ManualSet set =
        ManualSet.read(List.of(path), false, new ManualReader(parts.all(), variable -> null));
    assertThat(set.hasErrors()).as("" + set.problems()).isFalse();
    manuals = set.manuals();
    connections.activate(manuals);
  }

  private Path log() throws IOException {
    Path file = folder.resolve("api.log");
    manual("components:\n  api:\n    probes:\n      - log: " + file + "\n");
    return file;
  }

  private static WholeLogs.Wanted wanted(String text, String level, int most) {
    return new WholeLogs.Wanted("shop", "api", "", LogFilter.of(text, level), Span.ALWAYS, most);
  }

  private Excerpt last(String text, String level, int most) throws InterruptedException {
    return logs.last(wanted(text, level, most));
  }

  /** Of the lines' own times, in Seoul. */
  private Excerpt between(String from, String until) throws InterruptedException {
    Span span = Span.of(seoul(from), seoul(until));
    return logs.last(new WholeLogs.Wanted("shop", "api", "", LogFilter.of("", ""), span, 1000));
  }

  private static Instant seoul(String time) {
    return LocalDateTime.parse(time).atZone(ZoneId.of("Asia/Seoul")).toInstant();
  }

  /** A rotated file, as a rotation leaves it: with the time of its last line. */
  private static void rotated(Path file, String lastWritten, String text) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed =
            file.toString().endsWith(".gz")
                ? new GZIPOutputStream(out)
                : file.toString().endsWith(".zst") ? new ZstdOutputStream(out) : out) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, FileTime.from(seoul(lastWritten)));
  }

  private Excerpt after(Excerpt before) throws InterruptedException {
    return logs.after(wanted("", "", 1000), before.mark());
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void findsTheLastLinesByTextExpressionAndLevel() throws Exception {
    Path file = log();
    append(file, "INFO one\nERROR two failed\n  at Two.java:2\nWARN three\nFATAL four failed\ncut");
    assertThat(last("", "", 2).lines()).containsExactly("FATAL four failed", "cut");
    assertThat(last("FAILED", "", 10).lines())
        .containsExactly("ERROR two failed", "FATAL four failed");
    assertThat(last("/two|three/", "", 1).lines()).containsExactly("WARN three");
    assertThat(last("", "error", 10).lines())
        .containsExactly("ERROR two failed", "FATAL four failed");
    Excerpt none = last("nowhere", "", 10);
    assertThat(none.lines()).isEmpty();
    assertThat(none.whole()).isTrue();
    assertThat(none.searched()).isEqualTo(Files.size(file)).isEqualTo(none.size());
    assertThat(logs.places())
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.where()).isEqualTo(file.toString());
              assertThat(place.host()).isNull();
            });
  }

  @Test
  void searchesALargeLogFromItsEndOverTheBordersOfWhatIsReadAtOnce() throws Exception {
    Path file = log();
    String filler = "INFO request answered, nothing to see here\n".repeat(1000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("ERROR the first line of all\n");
      for (int i = 0; i < 100; i++) {
        out.write(filler);
        out.write("ERROR order " + i + " failed\n");
      }
      out.write("ERROR " + "x".repeat(700_000) + " of one line\n");
    }
    List<String> orders =
        IntStream.range(0, 100).mapToObj("ERROR order %d failed"::formatted).toList();
    Excerpt all = last("ERROR order", "", 1000);
    assertThat(all.lines()).isEqualTo(orders);
    assertThat(all.searched()).isEqualTo(Files.size(file));
    assertThat(last("first line of all", "", 5).lines())
        .containsExactly("ERROR the first line of all");
    Excerpt newest = last("ERROR order", "", 1);
    assertThat(newest.lines()).containsExactly("ERROR order 99 failed");
    assertThat(newest.searched()).isLessThan(2_000_000);
    String longest = last("", "", 1).lines().getFirst();
    assertThat(longest).startsWith("ERROR xxx").hasSizeBetween(4000, 4001);
  }

  @Test
  void goesOnWithWhatIsWrittenOverRotationsByRenamingAndByCutting() throws Exception {
    Path file = log();
    append(file, "one\n");
    Excerpt first = last("", "", 10);
    assertThat(after(first).lines()).isEmpty();
    append(file, "two\nthr");
    Excerpt second = after(first);
    assertThat(second.lines()).containsExactly("two");
    append(file, "ee\n");
    Files.move(file, folder.resolve("api.log.1"));
    append(file, "four\n");
    Excerpt third = after(second);
    assertThat(third.lines()).containsExactly("three", "four");
    assertThat(third.whole()).isTrue();
    Files.writeString(file, "5\n");
    assertThat(after(third).lines()).containsExactly("5");
    append(file, "INFO a\nERROR b\n");
    assertThat(logs.after(wanted("", "error", 10), third.mark()).lines())
        .containsExactly("ERROR b");
    assertThat(logs.after(wanted("", "", 1), third.mark()).skipped()).isEqualTo(2);
  }

  /** Five days of a log of which the older ones were rotated and packed. */
  private void days(Path file) throws IOException {
    rotated(
        file.resolveSibling("api.log-20261118.gz"),
        "2026-11-18T23:59:00",
        "2026-11-18 09:00:00 ERROR first\n2026-11-18 23:59:00 INFO good night\n");
    rotated(
        file.resolveSibling("api.log.2.zst"),
        "2026-11-19T23:00:00",
        "2026-11-19 10:00:00,123 ERROR second\n  at Second.java:7\n2026-11-19 23:00:00 INFO x\n");
    rotated(
        file.resolveSibling("api.log.1"),
        "2026-11-20T23:00:00",
        "2026-11-20T01:00:00Z ERROR third\n2026-11-20 23:00:00 INFO y\n");
    rotated(file.resolveSibling("api.log.3.xz"), "2026-11-17T00:00:00", "no archive");
    rotated(file.resolveSibling("api-2.log"), "2026-11-20T00:00:00", "2026-11-20 00:00:00 other\n");
    append(file, "2026-11-21 08:00:00 INFO up\n2026-11-21 09:00:00 ERROR fourth\n  at Fourth:1\n");
  }

  @Test
  @Shows("LOG-02")
  void looksThroughRotatedAndPackedFilesAndChoosesLinesByTheirTimes() throws Exception {
    Path file = log();
    days(file);
    Excerpt errors = last("", "error", 100);
    assertThat(errors.lines())
        .extracting(line -> line.replaceAll(".*ERROR ", ""))
        .containsExactly("first", "second", "third", "fourth");
    assertThat(errors.reach().older())
        .containsExactly("api.log.1", "api.log.2.zst", "api.log-20261118.gz");
    assertThat(errors.reach().left()).containsExactly("api.log.3.xz");
    assertThat(errors.whole()).as("one of them is packed by what nothing here unpacks").isFalse();
    Excerpt newest = last("", "error", 1);
    assertThat(newest.reach().older()).as("enough was found before").isEmpty();
    assertThat(newest.whole()).isTrue();

    Excerpt second = between("2026-11-19T09:00:00", "2026-11-19T12:00:00");
    assertThat(second.lines())
        .containsExactly("2026-11-19 10:00:00,123 ERROR second", "  at Second.java:7");
    assertThat(second.reach().older()).as("not those before and after").hasSizeBetween(1, 2);
    assertThat(second.whole()).isTrue();
    assertThat(between("2026-11-20T10:00:00", "2026-11-20T10:00:01").lines())
        .as("its line tells UTC")
        .containsExactly("2026-11-20T01:00:00Z ERROR third");
    assertThat(between("2026-11-21T08:30:00", "2026-11-22T00:00:00").lines())
        .containsExactly("2026-11-21 09:00:00 ERROR fourth", "  at Fourth:1");
    assertThatThrownBy(() -> between("2026-11-21T08:30:00", "2026-11-21T08:00:00"))
        .hasMessageContaining("before it begins");
  }

  @Test
  void tellsLinesWithoutATimeFromThoseOfAnother() throws Exception {
    Path file = log();
    append(file, "no time\nand none here\n2026-11-21 09:00:00 one\n  more\n");
    Excerpt found = between("2026-11-21T00:00:00", "2026-11-22T00:00:00");
    assertThat(found.lines()).containsExactly("2026-11-21 09:00:00 one", "  more");
    assertThat(found.reach().untimed()).isEqualTo(2);
  }

  @Test
  @Shows("LOG-02")
  void looksThroughAllLogsAndSaysWhichCouldNotBeRead() throws Exception {
    List<String> probes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Path file = folder.resolve("log-" + i);
      if (i > 0) {
        append(file, "2026-11-21 09:0" + i + ":00 ERROR order " + i + " failed\nINFO fine\n");
      }
      probes.add("  c" + i + ": {probes: [{log: " + file + "}]}");
    }
    manual("components:\n" + String.join("\n", probes) + "\n");
    Span span = Span.of(seoul("2026-11-21T09:03:00"), null);
    List<WholeLogs.Answer> answers =
        logs.everywhere(place -> true, LogFilter.of("order", "error"), span, 10);
    assertThat(answers).hasSize(9);
    assertThat(answers.getFirst().fault())
        .isNotNull()
        .extracting(UserError::code)
        .isEqualTo("log-not-readable");
    assertThat(
            answers.stream().filter(each -> each.found() != null).map(each -> each.found().lines()))
        .filteredOn(lines -> !lines.isEmpty())
        .hasSize(6)
        .allSatisfy(lines -> assertThat(lines.getFirst()).matches(".*order [3-8] failed"));
    assertThat(
            logs.everywhere(
                place -> place.key().component().equals("c7"), LogFilter.of("", ""), span, 10))
        .hasSize(1);
  }

  @Test
  void showsNoSecretsNoKeysAndNoControlCharacters() throws Exception {
    Path file = log();
    append(
        file,
        "login with "
            + SECRET
            + "\n"
            + "-----BEGIN RSA PRIVATE KEY-----\n"
            + "MIIEow\n"
            + "abc=\n"
            + "-----END RSA PRIVATE KEY-----\n"
            + "after\n"
            + "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh\n"
            + "key AKIAIOSFODNN7EXAMPLE x\n"
            + "red \u001b[31mletters\n");
    assertThat(last("", "", 20).lines())
        .containsExactly(
            "login with ***",
            "***",
            "***",
            "***",
            "***",
            "after",
            "Bearer ***",
            "key *** x",
            "red [31mletters");
  }

  @Test
  void saysWhatCannotBeRead() throws Exception {
    Path file = log();
    assertThatThrownBy(() -> last("", "", 10))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.code()).isEqualTo("log-not-readable");
              assertThat(error.fact()).contains(file.toString());
            });
    append(file, "one\n");
    assertThatThrownBy(() -> last("/(/", "", 10)).hasMessageContaining("no regular expression");
    assertThatThrownBy(() -> last("", "loud", 10)).hasMessageContaining("'loud' is no level");
    for (String mark : List.of("", "f~1", "f~1~1~zz~1~false", "c~ab~now~1", "f~1~1~~999~true")) {
      assertThatThrownBy(() -> logs.after(wanted("", "", 10), mark))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.code()).isEqualTo("bad-mark"));
    }
    WholeLogs.Wanted other =
        new WholeLogs.Wanted("shop", "web", "", LogFilter.of("", ""), Span.ALWAYS, 10);
    assertThatThrownBy(() -> logs.last(other)).hasMessageContaining("shop/web");
  }

  @Test
  @Needs("sshd")
  void readsOnAHostBehindSsh() throws Exception {
    try (SshServer server = new SshServer(folder.resolve("sshd")).start()) {
      Path file = server.home().resolve("api.log");
      append(file, "INFO before\n".repeat(100_000) + "ERROR far away\n");
      manual(
          """
          hosts:
            app: {ssh: '%s', key: {file: '%s'}}
          components:
            api: {on: app, probes: [{log: %s}]}
          """
              .formatted(server.address(), server.key(), file));
      HostRegistry hosts = new HostRegistry(connections, clients, journal);
      hosts.trust("shop", "app", hosts.key("shop", "app").fingerprint(), "user:kim");
      assertThat(logs.places().getFirst().host()).isEqualTo("app");
      Excerpt found = last("", "", 2);
      assertThat(found.lines()).containsExactly("INFO before", "ERROR far away");
      assertThat(last("before", "", 1000).lines()).hasSize(1000);
      assertThat(last("nowhere", "", 1).searched()).isEqualTo(Files.size(file));
      append(file, "ERROR and on\n");
      assertThat(after(found).lines()).containsExactly("ERROR and on");
      rotated(
          file.resolveSibling("api.log.2.gz"),
          "2026-11-19T23:00:00",
          "2026-11-19 10:00:00 ERROR of old\n".repeat(60_000) + "2026-11-19 11:00:00 the last\n");
      rotated(
          file.resolveSibling("api.log.1"), "2026-11-20T23:00:00", "2026-11-20 10:00:00 plain\n");
      Excerpt old = between("2026-11-19T00:00:00", "2026-11-21T00:00:00");
      assertThat(old.lines()).hasSize(1000);
      assertThat(old.lines().subList(998, 1000))
          .containsExactly("2026-11-19 11:00:00 the last", "2026-11-20 10:00:00 plain");
      assertThat(old.reach().older()).containsExactly("api.log.1", "api.log.2.gz");
    }
  }

  @Test
  @Needs("docker")
  void readsTheLogOfAContainer() throws Exception {
    try (DockerDaemon daemon = DockerDaemon.start()) {
      manual(
          """
          connections: {engine: {docker: '%s'}}
          components:
            api: {probes: [{log: {container: web, docker: engine}}]}
          """
              .formatted(daemon.address()));
      assertThatThrownBy(() -> last("", "", 10)).hasMessageContaining("container web");
      String script =
          "echo INFO one; echo ERROR two; while :; do [ -f /tmp/go ] && echo three && exec sleep"
              + " 1000; sleep 0.1; done";
      daemon.run("web", script);
      Until.so("it wrote", () -> daemon.docker("logs", "web").contains("two"), () -> "");
      Excerpt found = last("", "", 1);
      assertThat(found.lines()).containsExactly("ERROR two");
      assertThat(last("", "error", 10).lines()).containsExactly("ERROR two");
      assertThat(last("one", "", 10).lines()).containsExactly("INFO one");
      assertThat(after(found).lines()).isEmpty();
      daemon.docker("exec", "web", "/bin/sh", "-c", "echo 1 > /tmp/go");
      Until.so("it wrote on", () -> daemon.docker("logs", "web").contains("three"), () -> "");
      assertThat(after(found).lines()).containsExactly("three");
      Instant now = Instant.now();
      WholeLogs.Wanted past =
          new WholeLogs.Wanted(
              "shop", "api", "", LogFilter.of("", ""), new Span(null, now.minusSeconds(600)), 10);
      assertThat(logs.last(past).lines()).isEmpty();
      WholeLogs.Wanted today =
          new WholeLogs.Wanted(
              "shop", "api", "", LogFilter.of("", ""), new Span(now.minusSeconds(600), null), 10);
      assertThat(logs.last(today).lines()).containsExactly("INFO one", "ERROR two", "three");
    }
  }
}
