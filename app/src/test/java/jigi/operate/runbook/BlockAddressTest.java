package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.kernel.UserError;
import jigi.base.run.RunState;
import jigi.base.run.Runs;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses are blocked by the real nft, in a network of the test's own. */
@Tag("component")
@Needs({"nft", "ping"})
@Timeout(90)
@SuppressWarnings("NullAway.Init")
class BlockAddressTest extends ShippedRunbooks {
  private static final String STRANGER = "203.0.113.7";

  private Process network;

  @BeforeEach
  void network() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for a network");
    network = new ProcessBuilder("unshare", "--net", "sleep", "600").start();
    Until.so("a network of its own", this::isApart, () -> "" + network.info());
    program("sudo", "exec nsenter --net=/proc/" + network.pid() + "/ns/net \"$@\"");
    program(
        "docker-compose",
        """
        echo 'POST /login from 203.0.113.7: login failed for admin'
        echo 'POST /login from 203.0.113.7: login failed for root'
        echo 'POST /login from 203.0.113.70: login failed for kim'
        """);
    assertThat(within("ip", "link", "set", "lo", "up")).isZero();
    assertThat(within("ip", "address", "add", STRANGER + "/32", "dev", "lo")).isZero();
  }

  @AfterEach
  void end() {
    if (network != null) {
      network.destroyForcibly();
    }
  }

  private boolean isApart() {
    try {
      Path its = Path.of("/proc/" + network.pid() + "/ns/net");
      return !Files.readSymbolicLink(its)
          .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int within(String... command) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + network.pid() + "/ns/net"));
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private boolean isHeard() throws IOException, InterruptedException {
    return within("ping", "-c", "1", "-W", "1", "-I", STRANGER, "127.0.0.1") == 0;
  }

  @Test
  @Shows("RB-06")
  void anAddressThatFailsAgainAndAgainIsNotHeardUntilItIsLetInAgain() throws Exception {
    assertThat(isHeard()).isTrue();
    Runs.Detail blocked =
        start("timbel", "block-address", null, Map.of("ADDRESS", STRANGER, "HOURS", "2"));
    assertThat(output(blocked)).contains("login failed for admin", STRANGER + ": 2회 실패");
    assertThat(blocked.run().state()).as(output(blocked)).isEqualTo(RunState.SUCCEEDED);
    assertThat(output(blocked)).contains("timeout 2h");
    assertThat(isHeard()).isFalse();

    Runs.Detail again = start("timbel", "block-address", null, Map.of("ADDRESS", STRANGER));
    assertThat(again.run().state()).as("twice is as once").isEqualTo(RunState.SUCCEEDED);

    Runs.Detail free = start("timbel", "unblock-address", null, Map.of("ADDRESS", STRANGER));
    assertThat(free.run().state()).as(output(free)).isEqualTo(RunState.SUCCEEDED);
    assertThat(isHeard()).isTrue();

    Runs.Detail six = start("timbel", "block-address", null, Map.of("ADDRESS", "2001:db8::7"));
    assertThat(six.run().state()).as(output(six)).isEqualTo(RunState.SUCCEEDED);
    assertThat(within("nft", "get", "element", "inet", "jigi", "blocked6", "{ 2001:db8::7 }"))
        .isZero();
  }

  @Test
  void addressesOfOnesOwnAndWhatIsNoneAreRefused() throws Exception {
    Runs.Detail own = start("timbel", "block-address", null, Map.of("ADDRESS", "10.0.0.5"));
    assertThat(own.run().state()).isEqualTo(RunState.FAILED);
    assertThat(output(own)).contains("내부 주소는 차단하지 않음");
    Runs.Detail admin = start("timbel", "block-address", null, Map.of("ADDRESS", "203.0.113.9"));
    assertThat(admin.run().state()).isEqualTo(RunState.FAILED);
    assertThat(output(admin)).contains("차단하지 않기로 한 주소");
    assertThat(within("nft", "list", "table", "inet", "jigi")).as("there is none").isNotZero();
    assertThatThrownBy(
            () -> start("timbel", "block-address", null, Map.of("ADDRESS", "1.2.3.4 } ; flush")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ADDRESS");
  }
}
