package jigi.operate.notify.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.wire.Network;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.operate.notify.HttpEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;
  private final Timeline timeline = Timeline.standing(START);
  private final Troubles troubles = new Troubles();
  private final HeartbeatPart part = new HeartbeatPart();
  private final Heartbeats heartbeats =
      new Heartbeats(timeline, troubles, new Network(), name -> null, part);
  private HttpEnd watcher;

  @BeforeEach
  void open() throws Exception {
    watcher = new HttpEnd();
    Files.writeString(folder.resolve("address"), watcher.url() + "\n");
    heartbeats.activate(List.of(manual("heartbeat: {url: {file: address}, every: 30s}")));
  }

  @AfterEach
  void close() {
    timeline.close();
    watcher.close();
  }

  private Manual manual(String lines) {
    ManualReader.Result result =
        new ManualReader(List.of(part), name -> null)
            .read(
                new ManualSource(
                    folder, new TreeMap<>(Map.of("jigi.yaml", "system: shop\n" + lines + "\n"))));
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.manual());
  }

  private void pass(String time) throws InterruptedException {
    timeline.advance(Duration.parse("PT" + time));
  }

  @Test
  void beatsAtOnceAndThenAgainAndAgain() throws Exception {
    pass("0S");
    assertThat(watcher.posts()).hasSize(1);
    pass("29S");
    assertThat(watcher.posts()).hasSize(1);
    pass("1S");
    assertThat(watcher.posts()).hasSize(2);
    assertThat(heartbeats.samples())
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.labels().toMap()).containsEntry("system", "shop");
              assertThat(sample.value()).isEqualTo(START.plusSeconds(30).getEpochSecond());
            });
    heartbeats.activate(List.of(manual("heartbeat: {url: {file: address}, every: 1m}")));
    pass("0S");
    assertThat(watcher.posts()).hasSize(3);
    pass("1M");
    assertThat(watcher.posts()).as("those of the manual before have ended").hasSize(4);
    heartbeats.activate(List.of(manual("")));
    pass("5M");
    assertThat(watcher.posts()).hasSize(4);
    assertThat(heartbeats.samples()).isEmpty();
  }

  @Test
  void staysAwayWhileNobodyWouldBeToldOfAnything() throws Exception {
    pass("0S");
    troubles.raise(new Troubles.Trouble("store.full", "store-full", Map.of()));
    pass("5M");
    assertThat(watcher.posts()).hasSize(1);
    troubles.clear("store.full");
    pass("30S");
    assertThat(watcher.posts()).hasSize(2);
  }

  @Test
  void aWatcherThatTakesNoneIsATroubleThatNamesNoSecret() throws Exception {
    watcher.answers(500, "oops");
    pass("0S");
    assertThat(troubles.all())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.args()).containsEntry("system", "shop");
              assertThat(trouble.args().get("error"))
                  .contains("127.0.0.1 answered 500 oops")
                  .doesNotContain("secret-token");
            });
    assertThat(heartbeats.samples()).as("never taken").isEmpty();
    watcher.answers(200, "ok");
    pass("30S");
    assertThat(troubles.all()).isEmpty();
  }
}
