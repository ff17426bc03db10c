package jigi.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.launch.Command.Result;
import jigi.testing.Component;
import jigi.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in's service manager, as scripts of a manual call it. */
@Tag("slow")
@Needs("stand-in-jar")
class ServiceScriptTest {
  private static final Path SCRIPT = Component.root().resolve("stand-in/service");

  @TempDir private Path definitions;
  private Path state;

  @BeforeEach
  void install() throws Exception {
    // Not below a @TempDir, which other accounts may not enter.
    state = Path.of("/var/tmp", "stand-in-test-" + ProcessHandle.current().pid());
    define("port=0\nhealth=/health=OK {now}\n");
  }

  @AfterEach
  void remove() throws Exception {
    service("stop", "shop");
    try (Stream<Path> files = Files.walk(state)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void startsStopsAndSaysHowItIsLikeSystemd() throws Exception {
    assertThat(service("status", "shop").exit()).isEqualTo(3);
    assertThat(service("start", "shop").exit()).isZero();
    assertThat(health()).startsWith("OK ");
    assertThat(service("status", "shop").exit()).isZero();
    String first = pid();
    assertThat(service("start", "shop").out()).contains("already running");
    assertThat(pid()).isEqualTo(first);
    assertThat(service("restart", "shop").exit()).isZero();
    assertThat(pid()).isNotEqualTo(first);
    assertThat(service("stop", "shop").exit()).isZero();
    assertThat(service("status", "shop").exit()).isEqualTo(3);
    assertThat(service("stop", "shop").exit()).isZero();
  }

  @Test
  void runsAsNobodyWhenRootCalls() throws Exception {
    service("start", "shop");
    boolean root = ProcessHandle.current().info().user().orElseThrow().equals("root");
    String user = ProcessHandle.of(Long.parseLong(pid())).orElseThrow().info().user().orElseThrow();
    assertThat(user).isEqualTo(root ? "nobody" : System.getProperty("user.name"));
  }

  @Test
  void aFaultHoldsForAsManyRestartsAsAsked() throws Exception {
    service("start", "shop");
    service("fault", "shop", "err-body until-restarts=2");
    service("restart", "shop");
    assertThat(health()).isEqualTo("ERR\n");
    service("restart", "shop");
    assertThat(health()).startsWith("OK ");
  }

  @Test
  void aStartThatCrashesFails() throws Exception {
    service("fault", "shop", "crash until-restarts=2");
    assertThat(service("start", "shop").exit()).isEqualTo(1);
    assertThat(service("status", "shop").exit()).isEqualTo(3);
    assertThat(service("start", "shop").exit()).isZero();
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      define("port=" + taken.getLocalPort() + "\n");
      Result result = service("start", "shop");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains("Address already in use");
    }
  }

  @Test
  void twoStartsAtOnceStartOne() throws Exception {
    List<String> words = List.of(state.resolve("service").toString(), "start", "shop");
    Command.Running one = Command.start(path(), words);
    Command.Running other = Command.start(path(), words);
    assertThat(List.of(one.end().out(), other.end().out()))
        .anyMatch(out -> out.contains("answers on port"))
        .anyMatch(out -> out.contains("already running"));
  }

  @Test
  void aProcessIdOfSomebodyElseIsNotTakenForTheService() throws Exception {
    service("start", "shop");
    service("stop", "shop");
    Files.writeString(state.resolve("shop.pid"), ProcessHandle.current().pid() + "\n1\n");
    assertThat(service("status", "shop").exit()).isEqualTo(3);
    assertThat(service("stop", "shop").exit()).isZero();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void misuseIsExitCode2() throws Exception {
    assertThat(service("start", "shoe").exit()).isEqualTo(2);
    assertThat(service("start", "../shop").exit()).isEqualTo(2);
    assertThat(service("sart", "shop").err()).contains("HINT");
    assertThat(Command.run(path(), SCRIPT.toString(), "start", "shop").exit()).isEqualTo(2);
  }

  private void define(String options) throws Exception {
    Path file = Files.writeString(definitions.resolve("shop.service"), options);
    Result result =
        Command.run(
            path(), SCRIPT.toString(), "--state", state.toString(), "install", file.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  private Result service(String... words) throws Exception {
    return Command.run(
        path(),
        Stream.concat(Stream.of(state.resolve("service").toString()), Stream.of(words))
            .toArray(String[]::new));
  }

  private static Map<String, String> path() {
    return Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home"));
  }

  private String pid() throws Exception {
    return Files.readAllLines(state.resolve("shop.pid")).getFirst();
  }

  private String health() throws Exception {
    String port = Files.readString(state.resolve("shop.ready")).split(" ")[0];
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/health");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
