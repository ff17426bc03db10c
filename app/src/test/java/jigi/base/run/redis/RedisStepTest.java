package jigi.base.run.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.Shows;
import jigi.base.kernel.Timeline;
import jigi.base.run.Bench;
import jigi.base.run.Mode;
import jigi.base.run.Role;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.base.run.StepDefinition;
import jigi.base.store.TestDatabase;
import jigi.testing.Needs;
import jigi.testing.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps in Redis's commands at a real server. */
@Needs("redis")
@Timeout(60)
class RedisStepTest {
  @TempDir Path folder;
  private Server server;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    int port = Server.freePort();
    Path data = Files.createDirectory(folder.resolve("redis"));
    server = Server.redis(port, data, "--requirepass", "right-word");
    Files.writeString(folder.resolve("word"), "right-word\n");
    bench =
        new Bench(
            TestDatabase.SQLITE,
            folder,
            Timeline.real(),
            connections -> List.of(new RedisStep(connections.named())));
    bench.manual(
        "connections:\n  main: {redis: \"127.0.0.1:" + port + "\", password: {file: word}}\n");
    bench.engine.open();
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
  }

  private static StepDefinition redis(Role role, String source, String... attributes) {
    String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 1);
    all[attributes.length] = "connection=main";
    return StepDefinition.of("redis", role, Bench.part("redis", source, all));
  }

  private String send(String command) throws Exception {
    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", redis(Role.RUN, command));
    assertThat(detail.run().state()).as("" + detail.attempts()).isEqualTo(RunState.SUCCEEDED);
    String said = detail.attempts().getLast().evidence();
    return said.substring(said.indexOf(": ") + 2);
  }

  private static String evidence(Runs.Detail detail) {
    return detail.attempts().getLast().evidence();
  }

  private void fill(int keys) throws Exception {
    StringBuilder all = new StringBuilder("MSET kept:1 x");
    for (int i = 0; i < keys; i++) {
      all.append(" expired:").append(i).append(" x");
    }
    send(all.toString());
  }

  @Test
  void aValueIsOneWordWhateverItHolds() throws Exception {
    Runs.Detail detail =
        bench.ran(
            Mode.BY_HAND,
            "a b '\" FLUSHALL",
            redis(Role.RUN, "SET note $ID\nGET note\n# a remark\nSTRLEN \"note\"", "expect=15"));
    assertThat(evidence(detail)).isEqualTo("SET: OK\nGET: a b '\" FLUSHALL\nSTRLEN: 15");
  }

  @Test
  void whatLooksMayNotWrite() throws Exception {
    fill(1);
    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", redis(Role.LOOK, "DBSIZE\nDEL kept:1"));

    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail))
        .isEqualTo(
            "DBSIZE: 2\nDEL changes something, and the block may only look; write ```redis run");
    assertThat(send("EXISTS kept:1")).isEqualTo("1");
  }

  @Test
  @Shows("FIX-19")
  void removesKeysOfAPatternInSmallStepsAndSaysHowMany() throws Exception {
    fill(2500);
    Runs.Detail counted = bench.ran(Mode.DRY, "1", redis(Role.RUN, "", "unlink=expired:*"));
    assertThat(evidence(counted))
        .startsWith("2500 keys match expired:*")
        .endsWith("would remove them, and changed nothing");
    assertThat(send("DBSIZE")).isEqualTo("2501");

    Runs.Detail removed = bench.ran(Mode.BY_HAND, "1", redis(Role.RUN, "", "unlink=expired:*"));
    assertThat(removed.run().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(evidence(removed)).endsWith("2500 keys removed");
    assertThat(send("DBSIZE")).isEqualTo("1");
  }

  @Test
  @Shows("FIX-19")
  void noKeysAreNoFailureAndTooManyAreLeftAlone() throws Exception {
    Runs.Detail none = bench.ran(Mode.BY_HAND, "1", redis(Role.RUN, "", "unlink=expired:*"));
    assertThat(none.run().state()).as(evidence(none)).isEqualTo(RunState.SUCCEEDED);

    fill(20);
    Runs.Detail many =
        bench.ran(Mode.BY_HAND, "1", redis(Role.RUN, "", "unlink=expired:*", "at-most=10"));
    assertThat(many.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(many)).endsWith("these are more than at-most=10; none was removed");
    assertThat(send("DBSIZE")).isEqualTo("21");
  }

  @Test
  void aServerThatIsGoneFailsTheStepAndLeavesAVerifyUnknown() throws Exception {
    server.close();
    Runs.Detail detail = bench.ran(Mode.BY_HAND, "1", redis(Role.LOOK, "PING"));
    assertThat(detail.run().state()).isEqualTo(RunState.FAILED);
    assertThat(evidence(detail)).startsWith("connection refused");
  }
}
