package jigi.detect.probe.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.store.Store;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeResult;
import jigi.detect.probe.ProbeRunner;
import jigi.detect.probe.ProbeTools;
import jigi.detect.probe.TestManuals;
import jigi.detect.probe.heartbeat.Heartbeats.Outcome;
import jigi.detect.probe.heartbeat.Signal.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that say how they go, on the virtual clock; each look is as after a restart. */
abstract class HeartbeatStory {
  private static final String TOKEN = "0123456789abcdef0123";
  private static final String MANUAL =
      """
      system: shop
      zone: Asia/Seoul
      components:
        jobs:
          probes:
            - {heartbeat: {file: nightly}, name: nightly, schedule: 'daily 02:00', grace: 30m, longest: 1h}
            - {heartbeat: {file: sync}, name: sync, period: 10m, grace: 1m}
            - {heartbeat: {file: none}, name: none, period: 10m}
            - {heartbeat: {file: short}, name: short, period: 10m}
      """;

  /** 02:00 in Seoul, less an hour. */
  private final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T16:00:00Z"));

  @TempDir Path folder;
  private Map<String, Probe> probes = Map.of();
  private final Network network = new Network();
  private Exec exec;
  private Store store;
  private HeartbeatRepository repository;
  private Heartbeats heartbeats;
  private final AtomicInteger looks = new AtomicInteger();

  abstract Store open(Path at);

  @BeforeEach
  void begin() throws Exception {
    Files.writeString(folder.resolve("nightly"), TOKEN + "\n");
    Files.writeString(folder.resolve("sync"), "f".repeat(32));
    Files.writeString(folder.resolve("short"), "short");
    Map<String, Probe> read = new TreeMap<>();
    TestManuals.manual(folder, MANUAL)
        .part(TestManuals.PROBES)
        .forEach(probe -> read.put(probe.key().probe(), probe));
    probes = read;
    exec = new Exec(folder.resolve("attempts"));
    store = open(folder);
    repository = new HeartbeatRepository(store, timeline.instant());
    heartbeats = heartbeats();
  }

  @AfterEach
  void end() {
    exec.close();
    network.close();
    timeline.close();
    store.close();
  }

  private Heartbeats heartbeats() {
    return new Heartbeats(
        repository,
        timeline,
        () -> List.copyOf(probes.values()),
        name -> null,
        key -> looks.incrementAndGet());
  }

  private Outcome say(String token, Kind kind, @Nullable Integer code, String body) {
    return heartbeats.take(token, kind, code, body.getBytes(StandardCharsets.UTF_8), "10.0.0.1");
  }

  private ProbeResult look(String name) throws InterruptedException {
    ProbeTools tools = TestManuals.tools(network, exec).with(repository);
    return new ProbeRunner(timeline, tools, variable -> null).run(probe(name));
  }

  private Probe probe(String name) {
    return Objects.requireNonNull(probes.get(name));
  }

  private void is(String name, Status status, String evidence) throws InterruptedException {
    ProbeResult result = look(name);
    assertThat(result.evidence()).isEqualTo(evidence);
    assertThat(result.status()).isEqualTo(status);
  }

  private void pass(String time) throws InterruptedException {
    timeline.advance(Duration.parse("PT" + time));
  }

  @Test
  void aNightlyJobIsMeasuredAndMissed() throws Exception {
    is("nightly", Status.UNKNOWN, "nothing was heard of it yet");
    assertThat(look("nightly").samples()).isEmpty();
    pass("1H2S");
    assertThat(say(TOKEN, Kind.START, null, "")).isEqualTo(Outcome.HEARD);
    pass("5M");
    is("nightly", Status.OK, "a run is under way for 5m");
    assertThat(say(TOKEN, Kind.SUCCESS, 0, "")).isEqualTo(Outcome.HEARD);
    assertThat(looks).hasValue(2);
    pass("23H54M58S");
    is("nightly", Status.OK, "it succeeded 23h54m58s ago");
    assertThat(OneProbe.samples(look("nightly")))
        .containsEntry("heartbeat_run_seconds", 300.0)
        .containsEntry("heartbeat_age_seconds", 86_098.0)
        .containsEntry("heartbeat_running", 0.0)
        .containsEntry("heartbeat_exit_code", 0.0);
    pass("30M");
    is("nightly", Status.OK, "it succeeded 1d24m58s ago");
    pass("1S");
    is("nightly", Status.FAIL, "late: nothing heard for 1d24m59s, due 30m1s ago");
    say(TOKEN, Kind.START, null, "");
    is("nightly", Status.OK, "a run is under way for 0s");
    pass("1H1S");
    is("nightly", Status.FAIL, "a run is under way for 1h1s, too long");
    say(TOKEN, Kind.FAIL, 3, "no space left\u0007 with " + TOKEN + "\n");
    is("nightly", Status.FAIL, "exit code 3 0s ago: no space left with ***");
    assertThat(repository.newest(probe("nightly").key(), 10))
        .extracting(Signal::kind)
        .containsExactly(Kind.FAIL, Kind.START, Kind.SUCCESS, Kind.START);
    assertThat(repository.newest(probe("nightly").key(), 1).getFirst().took())
        .isEqualTo(Duration.ofSeconds(3601));
  }

  @Test
  void aFrequentJobIsLateAndComesBack() throws Exception {
    String token = "f".repeat(32);
    say(token, Kind.FAIL, null, "");
    is("sync", Status.FAIL, "it failed 0s ago");
    assertThat(OneProbe.samples(look("sync")))
        .doesNotContainKeys("heartbeat_age_seconds", "heartbeat_exit_code");
    say(token, Kind.SUCCESS, null, "");
    pass("11M");
    is("sync", Status.OK, "it succeeded 11m ago");
    pass("1S");
    is("sync", Status.FAIL, "late: nothing heard for 11m1s, due 1m1s ago");
    repository = new HeartbeatRepository(store, timeline.instant());
    is("sync", Status.FAIL, "late: nothing heard for 11m1s, due 1m1s ago");
    heartbeats = heartbeats();
    say(token, Kind.SUCCESS, null, "");
    is("sync", Status.OK, "it succeeded 0s ago");
  }

  @Test
  void whatMayHaveCalledWhileNobodyListenedIsNotLateYet() throws Exception {
    String token = "f".repeat(32);
    say(token, Kind.SUCCESS, null, "");
    pass("11M1S");
    repository = new HeartbeatRepository(store, timeline.instant());
    is(
        "sync",
        Status.UNKNOWN,
        "nothing heard for 11m1s, it may have called while Jigi did not run");
    pass("11M");
    assertThat(look("sync").status()).isEqualTo(Status.UNKNOWN);
    pass("1S");
    is("sync", Status.FAIL, "late: nothing heard for 22m2s, due 12m2s ago");
    say(token, Kind.SUCCESS, null, "");
    is("sync", Status.OK, "it succeeded 0s ago");
  }

  @Test
  void saysNothingToStrangers() throws Exception {
    is("none", Status.UNKNOWN, "the secret's file " + folder.resolve("none") + " cannot be read");
    is("short", Status.UNKNOWN, "its token has fewer than 16 characters");
    assertThat(say("short", Kind.SUCCESS, null, "")).isEqualTo(Outcome.UNKNOWN);
    assertThat(say("", Kind.SUCCESS, null, "")).isEqualTo(Outcome.UNKNOWN);
    for (int i = 2; i < 20; i++) {
      assertThat(say(TOKEN + i, Kind.SUCCESS, null, "")).isEqualTo(Outcome.UNKNOWN);
    }
    assertThat(say(TOKEN, Kind.SUCCESS, null, "")).isEqualTo(Outcome.TOO_MANY);
    assertThat(heartbeats.take(TOKEN, Kind.SUCCESS, null, new byte[0], "10.0.0.2"))
        .isEqualTo(Outcome.HEARD);
    pass("1M");
    assertThat(say(TOKEN, Kind.SUCCESS, null, "")).isEqualTo(Outcome.HEARD);
  }

  @Test
  void keepsLittleOfWhoTalksMuch() throws Exception {
    int heard = 0;
    for (int i = 0; i < 200; i++) {
      if (i % 65 == 0) {
        pass("1M");
      }
      heard += say(TOKEN, Kind.SUCCESS, null, "x".repeat(20_000)) == Outcome.HEARD ? 1 : 0;
    }
    assertThat(heard).isEqualTo(60 + 60 + 60 + 5);
    List<Signal> kept = repository.newest(probe("nightly").key(), 1000);
    assertThat(kept).hasSize(HeartbeatRepository.KEPT);
    assertThat(kept.getFirst().said()).hasSize(10_000);
  }
}
