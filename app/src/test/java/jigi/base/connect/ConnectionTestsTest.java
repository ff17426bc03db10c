package jigi.base.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the last test of a connection has seen is known until it is reached another way. */
@SuppressWarnings("NullAway.Init")
abstract class ConnectionTestsTest {
  private static final Way WEB = new Way("s", Way.Sort.CONNECTION, "web");
  private static final Way GONE = new Way("s", Way.Sort.CONNECTION, "gone");
  private static final Way HERE = new Way("s", Way.Sort.HOST, "here");

  private final Timeline timeline = Timeline.standing(Instant.parse("2026-03-01T00:00:00Z"));
  private final Network network = new Network();
  private HttpServer server;
  private Path folder;
  private Store store;
  private SqlJournal journal;
  private Exec exec;
  private Connections connections;
  private ConnectionTests tests;

  abstract Store open(Path folder);

  @BeforeEach
  void openOne(@TempDir Path empty) throws IOException {
    folder = empty;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    store = open(folder);
    journal = new SqlJournal(store, timeline, new Troubles(), "n1");
    exec = new Exec(Files.createDirectories(folder.resolve("attempts")));
    SshClients clients = new SshClients(exec, folder, name -> null);
    ConnectPart hosts = new ConnectPart();
    ConnectionPart named = new ConnectionPart(reading -> reading.part(hosts));
    connections = new Connections(hosts, named, exec, clients, network, name -> null);
    tests =
        new ConnectionTests(
            store, journal, timeline, connections, new HostRegistry(connections, clients, journal));
    activate(hosts, named, "/");
  }

  private void activate(ConnectPart hosts, ConnectionPart named, String path) {
    String text =
        """
        system: s
        hosts: {here: local}
        connections:
          web: {http: 'http://127.0.0.1:%d%s'}
          gone: {postgres: 'shop@127.0.0.1:1/shop'}
        """
            .formatted(server.getAddress().getPort(), path);
    connections.activate(List.of(OneConnection.manual(folder, List.of(hosts, named), text)));
  }

  @AfterEach
  void close() {
    tests.close();
    server.stop(0);
    exec.close();
    network.close();
    journal.close();
    store.close();
    timeline.close();
  }

  private TestedWay one(Way way) {
    return tests.all().stream().filter(each -> each.way().equals(way)).findFirst().orElseThrow();
  }

  private List<String> told() {
    return journal.find(EventQuery.newest(10)).reversed().stream()
        .map(
            event ->
                "%s %s %s"
                    .formatted(
                        event.what().kind().name(),
                        event.what().actor(),
                        event.what().args().get("name")))
        .toList();
  }

  @Test
  void whatWasNotTestedIsUnknown() throws Exception {
    assertThat(tests.all()).extracting(TestedWay::way).containsExactly(HERE, WEB, GONE);
    assertThat(tests.all())
        .allSatisfy(
            each -> {
              assertThat(each.status()).isEqualTo(Status.UNKNOWN);
              assertThat(each.last()).isNull();
              assertThat(each.testing()).isFalse();
            });
    Way unknown = new Way("s", Way.Sort.CONNECTION, "weh");
    assertThatThrownBy(() -> tests.test(unknown, "user:kim"))
        .hasMessageContaining("unknown-connection");
  }

  @Test
  void whatWasSeenIsKeptAndToldUntilTheManualChangesTheWay() throws Exception {
    assertThat(tests.test(WEB, "user:kim").status()).isEqualTo(Status.OK);
    assertThat(tests.test(GONE, "user:lee").status()).isEqualTo(Status.FAIL);
    assertThat(one(GONE).stages().getLast().step()).isEqualTo(Stage.Step.PORT);
    assertThat(one(GONE).stages().getLast().advice()).isEqualTo("port");
    TestedWay.Last last = Objects.requireNonNull(one(WEB).last());
    assertThat(last.at()).isEqualTo(timeline.instant());
    assertThat(last.by()).isEqualTo("user:kim");
    assertThat(told())
        .containsExactly("connection.good user:kim web", "connection.bad user:lee gone");

    ConnectPart hosts = new ConnectPart();
    ConnectionPart named = new ConnectionPart(reading -> reading.part(hosts));
    SshClients clients = new SshClients(exec, folder, name -> null);
    connections = new Connections(hosts, named, exec, clients, network, name -> null);
    tests =
        new ConnectionTests(
            store, journal, timeline, connections, new HostRegistry(connections, clients, journal));
    activate(hosts, named, "/elsewhere");
    assertThat(one(WEB).status()).as("another way").isEqualTo(Status.UNKNOWN);
    assertThat(one(WEB).changed()).isTrue();
    assertThat(one(GONE).status()).as("after a restart").isEqualTo(Status.FAIL);
    assertThat(one(GONE).changed()).isFalse();
  }

  @Test
  void manyAreTestedInTheBackgroundAndEachOnce() throws Exception {
    tests.begin(List.of(HERE, WEB, GONE), "user:kim");
    tests.begin(List.of(WEB), "user:lee");
    assertThat(tests.all()).allMatch(TestedWay::testing);
    timeline.advance(java.time.Duration.ZERO);
    assertThat(tests.all()).noneMatch(TestedWay::testing);
    assertThat(tests.all())
        .extracting(TestedWay::status)
        .containsExactly(Status.OK, Status.OK, Status.FAIL);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "connection.good user:kim here",
            "connection.good user:kim web",
            "connection.bad user:kim gone");
  }
}
