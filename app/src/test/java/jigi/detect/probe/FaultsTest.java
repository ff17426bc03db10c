package jigi.detect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.testing.Needs;
import jigi.testing.Server;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers that are hung, stopped, filled, asked with a wrong password and without one while
 * they are watched: what each kind shows, and that it recovers by itself. Databases, containers and
 * hosts have the same in their own tests.
 */
@Needs({"nginx", "haproxy", "dnsmasq", "prometheus", "alertmanager", "sshd"})
class FaultsTest {
  private static final String EVERY = "every: 1s, timeout: 1s";

  /** What a probe shows in a case; no words say that the case does not touch it. */
  private record Shown(Status status, String words) {
    static final Shown REFUSED = fail("refused");
    static final Shown LATE = fail("timed out");
    static final Shown SHUT = fail("401");
    static final Shown UNTOUCHED = new Shown(Status.OK, "");

    static Shown fail(String words) {
      return new Shown(Status.FAIL, words);
    }

    static Shown unknown(String words) {
      return new Shown(Status.UNKNOWN, words);
    }
  }

  /**
   * What a kind shows.
   *
   * @param denied with a wrong password
   * @param full when its server takes no further connection; {@code UNTOUCHED} where none is filled
   */
  private record Row(Shown hung, Shown stopped, Shown denied, Shown full) {}

  private static final Shown NOT_ASKED = Shown.unknown("timed out");
  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          Map.entry("http", web()),
          Map.entry("flow", web()),
          Map.entry("scrape", web()),
          Map.entry("grafana", web()),
          Map.entry("loki", web()),
          Map.entry("nginx", web()),
          Map.entry("tcp", row(Shown.fail("expected output"), Shown.UNTOUCHED, Shown.fail(""))),
          // Whom it asks is the instrument and not what is looked at.
          Map.entry(
              "promql",
              new Row(NOT_ASKED, Shown.unknown("refused"), Shown.unknown("401"), Shown.UNTOUCHED)),
          Map.entry("prometheus", row(Shown.LATE, Shown.SHUT, Shown.UNTOUCHED)),
          Map.entry("alertmanager", row(Shown.LATE, Shown.SHUT, Shown.UNTOUCHED)),
          Map.entry("haproxy", row(Shown.LATE, Shown.SHUT, Shown.UNTOUCHED)),
          Map.entry(
              "dns", new Row(Shown.LATE, Shown.fail("closed"), Shown.UNTOUCHED, Shown.UNTOUCHED)),
          Map.entry(
              "udp",
              new Row(
                  Shown.fail("no answer"), Shown.fail("closed"), Shown.UNTOUCHED, Shown.UNTOUCHED)),
          Map.entry("ssh", row(Shown.LATE, Shown.UNTOUCHED, Shown.fail(""))));

  @TempDir private static Path folder;
  private static FaultyServers servers;
  private static SshServer ssh;
  private static Watch watch;

  private static Row web() {
    return row(Shown.LATE, Shown.SHUT, Shown.fail(""));
  }

  private static Row row(Shown hung, Shown denied, Shown full) {
    return new Row(hung, Shown.REFUSED, denied, full);
  }

  @BeforeAll
  static void start() throws Exception {
    servers = new FaultyServers(Files.createDirectory(folder.resolve("servers")));
    ssh = new SshServer(folder.resolve("sshd")).with("MaxStartups 1:100:1").start();
    password("right-word");
    watch = new Watch(folder, manual());
  }

  @AfterAll
  static void stop() {
    if (watch != null) {
      watch.close();
    }
    if (ssh != null) {
      ssh.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  private static String manual() {
    return """
    system: s
    connections:
      web: {http: '%1$s', user: jigi, password: {file: word}}
      prometheus: {http: '%2$s', user: jigi, password: {file: word}}
      alertmanager: {http: '%3$s', user: jigi, password: {file: word}}
      balancer: {http: '%4$s', user: jigi, password: {file: word}}
    components:
      c:
        probes:
          - {http: /health, connection: web, %7$s}
          - {flow: [{request: GET /health, expect: [status == 200]}], connection: web, %7$s}
          - {scrape: '%1$s/metrics', token: {file: word}, %7$s}
          - {grafana: web, %7$s}
          - {loki: web, queries: {errors: 'sum(x)'}, %7$s}
          - {nginx: web, %7$s}
          - {tcp: '%8$s', send: "GET /open HTTP/1.0\\r\\n\\r\\n", expect: ['output contains "200 OK"'], %7$s}
          - {promql: up, connection: prometheus, %7$s}
          - {prometheus: prometheus, %7$s}
          - {alertmanager: alertmanager, %7$s}
          - {haproxy: '/stats;csv', connection: balancer, %7$s}
          - {dns: shop.test, server: '%5$s', %7$s}
          - {udp: '%5$s', send-hex: 4a670100000100000000000004%6$s0000010001, %7$s}
          - {ssh: '%9$s', %7$s}
    """
        .formatted(
            url(servers.web()),
            url(servers.prometheus()),
            url(servers.alertmanager()),
            url(servers.balancer()),
            at(servers.names().port()),
            "73686f700474657374",
            EVERY,
            at(servers.web().port()),
            at(ssh.port()));
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  private static String url(Server server) {
    return "http://" + at(server.port());
  }

  private static void password(String word) throws IOException {
    Path made = Files.writeString(folder.resolve("made"), word + "\n");
    Files.move(made, folder.resolve("word"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Every case begins with everything well, and ends so. */
  @BeforeEach
  void allIsWell() {
    watch.names().forEach(name -> watch.until(name, Status.OK, ""));
  }

  private void shown(Function<Row, Shown> of) {
    shown(of, () -> {});
  }

  private void shown(Function<Row, Shown> of, Runnable meanwhile) {
    for (String name : watch.names()) {
      Shown shown = of.apply(Objects.requireNonNull(ROWS.get(name)));
      watch.until(name, shown.status(), shown.words(), meanwhile);
    }
  }

  @Test
  @Shows({"HC-33", "HC-48"})
  void hung() throws Exception {
    servers.all().forEach(server -> server.signal("STOP"));
    ssh.signal("STOP");
    try {
      shown(Row::hung);
    } finally {
      servers.all().forEach(server -> server.signal("CONT"));
      ssh.signal("CONT");
    }
    allIsWell();
  }

  @Test
  @Shows("HC-33")
  void stoppedAndStartedAgain() throws Exception {
    servers.all().forEach(Server::stop);
    ssh.stop();
    try {
      shown(Row::stopped);
    } finally {
      servers.all().forEach(Server::startAgain);
      ssh.start();
    }
    allIsWell();
  }

  @Test
  void askedWithAWrongPassword() throws Exception {
    password("wrong-word");
    try {
      shown(Row::denied);
    } finally {
      password("right-word");
    }
    allIsWell();
  }

  @Test
  void withoutAPasswordNothingIsKnown() throws Exception {
    Files.delete(folder.resolve("word"));
    try {
      shown(row -> row.denied().equals(Shown.UNTOUCHED) ? Shown.UNTOUCHED : Shown.unknown("word"));
    } finally {
      password("right-word");
    }
    allIsWell();
  }

  private static Socket guest(int port, String says) {
    Socket guest = new Socket();
    try {
      guest.connect(new InetSocketAddress("127.0.0.1", port));
      guest.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException noPlace) {
      assertThat(noPlace).hasMessageMatching("(?i).*(reset|broken).*");
    }
    return guest;
  }

  @Test
  void full() throws Exception {
    List<Socket> guests = new ArrayList<>();
    try {
      shown(
          Row::full,
          () -> {
            // Whenever a probe leaves its place, a guest takes it.
            guests.add(guest(ssh.port(), ""));
            for (int i = 0; i < FaultyServers.SOME; i++) {
              // A request that is never finished; who has said nothing would be sent away first.
              guests.add(guest(servers.web().port(), "GET / HTTP/1.1\r\n"));
            }
          });
    } finally {
      for (Socket guest : guests) {
        guest.close();
      }
    }
    allIsWell();
  }
}
