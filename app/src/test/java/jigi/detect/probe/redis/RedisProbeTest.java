package jigi.detect.probe.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.Shows;
import jigi.base.connect.OneConnection;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The redis connection and probe at a real server that is treated badly. */
@Needs("redis")
class RedisProbeTest {
  @TempDir Path folder;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("word"), "right-word\n");
    server = redis(Server.freePort(), "--requirepass", "right-word", "--maxmemory", "50mb");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Server redis(int port, String... options) throws Exception {
    Path data = Files.createTempDirectory(folder, "redis");
    List<String> all = new ArrayList<>(List.of("--save", "3600 1"));
    all.addAll(List.of(options));
    return Server.redis(port, data, all.toArray(String[]::new));
  }

  private ProbeResult probe(int port, String... keys) {
    try {
      return OneProbe.ofManual(
          folder,
          """
          system: s
          connections:
            main: {redis: "127.0.0.1:%d", password: {file: word}}
          components:
            cache:
              probes:
                - redis: main
                  timeout: 2s
                  %s
          """
              .formatted(port, String.join("\n        ", keys)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String cli(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("redis-cli", "-p", String.valueOf(server.port()), "-a", "right-word"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  private ProbeResult until(Status wanted, String... keys) {
    return Until.found(
        wanted.name(),
        () -> {
          ProbeResult result = probe(server.port(), keys);
          return result.status() == wanted ? result : null;
        },
        () -> probe(server.port(), keys).evidence());
  }

  @Test
  @Shows("HC-05")
  void judgesTheReply() throws Exception {
    ProbeResult good = probe(server.port());
    assertThat(good.evidence()).startsWith("PONG in ");
    assertThat(good.status()).isEqualTo(Status.OK);
    Files.writeString(folder.resolve("word"), "");
    ProbeResult shut = probe(server.port());
    assertThat(shut.status()).isEqualTo(Status.FAIL);
    assertThat(shut.evidence()).contains("NOAUTH");
    Files.writeString(folder.resolve("word"), "wrong-word");
    ProbeResult wrong = probe(server.port());
    assertThat(wrong.status()).isEqualTo(Status.FAIL);
    assertThat(wrong.evidence()).contains("WRONGPASS").doesNotContain("wrong-word");
    Files.delete(folder.resolve("word"));
    assertThat(probe(server.port()).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void followsStopHangAndReturn() {
    assertThat(probe(server.port()).status()).isEqualTo(Status.OK);
    server.signal("STOP");
    ProbeResult hung = probe(server.port());
    server.signal("CONT");
    assertThat(hung.status()).isEqualTo(Status.FAIL);
    assertThat(hung.evidence()).startsWith("timed out");
    assertThat(probe(server.port()).status()).isEqualTo(Status.OK);
    server.stop();
    assertThat(probe(server.port()).evidence()).startsWith("connection refused");
    server.startAgain();
    assertThat(probe(server.port()).status()).isEqualTo(Status.OK);
  }

  @Test
  @Shows("MET-27")
  void measuresMemoryAndHits() throws Exception {
    assertThat(probe(server.port(), "expect: [hit-ratio > 0]").status()).isEqualTo(Status.UNKNOWN);
    cli("SET", "a", "1");
    cli("GET", "a");
    cli("GET", "a");
    cli("GET", "a");
    cli("GET", "b");
    ProbeResult result =
        probe(server.port(), "expect: [hit-ratio == 0.75, memory-ratio < 0.5, keys == 1]");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(OneProbe.samples(result))
        .containsEntry("redis_keyspace_hit_ratio", 0.75)
        .containsEntry("redis_memory_max_bytes", 50.0 * 1024 * 1024);
  }

  @Test
  void noticesAFailedSaveAndAFullMemory() throws Exception {
    cli("CONFIG", "SET", "maxmemory", "1kb");
    assertThat(probe(server.port(), "expect: [memory-ratio < 0.9]").status())
        .isEqualTo(Status.FAIL);
    cli("CONFIG", "SET", "maxmemory", "0");
    assertThat(probe(server.port(), "expect: [memory-ratio < 0.9]").evidence())
        .contains("maxmemory is not set");
    Path data = Path.of(cli("CONFIG", "GET", "dir").lines().skip(1).findFirst().orElseThrow());
    Files.createDirectory(data.resolve("dump.rdb"));
    Files.writeString(data.resolve("dump.rdb/taken"), "");
    cli("BGSAVE");
    // A look that falls between the end of the save and the server's refusal is a FAIL of another
    // kind.
    Until.so(
        "refused",
        () -> probe(server.port()).evidence().contains("MISCONF"),
        () -> probe(server.port()).evidence());
    cli("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
    ProbeResult failed = probe(server.port());
    assertThat(failed.evidence()).startsWith("expected last-save-ok == 1, last-save-ok is 0");
    Files.delete(data.resolve("dump.rdb/taken"));
    Files.delete(data.resolve("dump.rdb"));
    cli("BGSAVE");
    until(Status.OK);
  }

  @Test
  void noticesAReplicaWithoutItsMaster() throws Exception {
    try (Server replica =
        redis(
            Server.freePort(),
            "--requirepass",
            "right-word",
            "--masterauth",
            "right-word",
            "--replica-serve-stale-data",
            "no",
            "--replicaof",
            "127.0.0.1",
            String.valueOf(server.port()))) {
      Until.so(
          "replicating",
          () -> probe(replica.port()).status() == Status.OK,
          () -> probe(replica.port()).evidence());
      assertThat(probe(server.port(), "expect: [replicas == 1]").status()).isEqualTo(Status.OK);
      server.stop();
      Until.so(
          "noticed",
          () -> probe(replica.port()).evidence().contains("MASTERDOWN"),
          () -> probe(replica.port()).evidence());
      assertThat(probe(replica.port()).status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  @Shows("INV-23")
  void theTestOfTheConnectionNamesWhatIsWrong() throws Exception {
    String at = "{redis: '127.0.0.1:" + server.port() + "'";
    assertThat(OneConnection.stages(OneConnection.test(folder, at + ", password: {file: word}}")))
        .isEqualTo("name ok, port ok, login ok, rights ok");
    assertThat(OneConnection.stages(OneConnection.test(folder, at + "}")))
        .isEqualTo("name ok, port ok, login fail password");
    assertThat(OneConnection.stages(OneConnection.test(folder, at + ", tls: require}")))
        .isEqualTo("name ok, port ok, tls fail tls.none");
    assertThat(OneConnection.stages(OneConnection.test(folder, at + ", password: {file: none}}")))
        .isEqualTo("name ok, port ok, login unknown secret");
    server.stop();
    assertThat(OneConnection.stages(OneConnection.test(folder, at + "}")))
        .isEqualTo("name ok, port fail port");
  }
}
