package jigi.base.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ssh.HostKey;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Attempts;
import jigi.base.exec.Exec;
import jigi.base.exec.LogLine;
import jigi.base.exec.RemoteTarget;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts behind SSH as people meet them, with a real server that is broken in every way. */
@Needs("sshd")
@Timeout(120)
class HostRegistryTest {
  @TempDir Path folder;
  private final Timeline timeline = Timeline.real();
  private final Troubles troubles = new Troubles();
  private final ConnectPart part = new ConnectPart();
  private final ConnectionPart named = new ConnectionPart(reading -> reading.part(part));
  private final Network network = new Network();
  private final List<SshServer> servers = new ArrayList<>();
  private Store store;
  private SqlJournal journal;
  private Exec exec;
  private SshClients clients;
  private Connections connections;
  private HostRegistry hosts;
  private SshServer server;

  @BeforeEach
  void open() throws Exception {
    store = TestStores.sqlite(folder, troubles);
    journal = new SqlJournal(store, timeline, troubles, "test");
    exec = new Exec(folder.resolve("attempts"));
    clients = new SshClients(exec, folder, _ -> null);
    connections = new Connections(part, named, exec, clients, network, _ -> null);
    hosts = new HostRegistry(connections, clients, journal);
    server = server("app");
  }

  @AfterEach
  void close() {
    clients.close();
    exec.close();
    network.close();
    journal.close();
    store.close();
    timeline.close();
    servers.forEach(SshServer::close);
  }

  private SshServer server(String name) throws Exception {
    SshServer made = new SshServer(folder.resolve(name)).start();
    servers.add(made);
    return made;
  }

  private void manual(String hostsYaml) {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("jigi.yaml", "system: shop\nhosts:\n" + hostsYaml);
    ManualReader.Result read =
        new ManualReader(List.of(part, named), _ -> null).read(new ManualSource(folder, files));
    assertThat(read.manual()).as(read.problems().toString()).isNotNull();
    connections.activate(List.of(read.manual()));
  }

  private static String host(String name, SshServer at, String more) {
    return "  %s: {ssh: '%s', key: {file: '%s'}, connect-timeout: 3s%s}\n"
        .formatted(name, at.address(), at.key(), more);
  }

  private void trust(String host) throws InterruptedException {
    hosts.trust("shop", host, hosts.key("shop", host).fingerprint(), "user:kim");
  }

  private String tested(String host) throws InterruptedException {
    return OneConnection.stages(hosts.test("shop", host));
  }

  private AttemptState seen() throws InterruptedException {
    return connections.attempts("shop", "app").inspect("none");
  }

  private List<String> said(String script, String host) throws InterruptedException {
    Attempts attempts = connections.attempts("shop", host);
    // Some accounts have homes that outlive the test: an attempt of before must not answer for
    // this.
    String id = UUID.randomUUID().toString();
    attempts.start(
        new AttemptSpec(
            id, script, "/bin/sh", null, null, Duration.ofSeconds(20), Map.of(), List.of()),
        1);
    assertThat(attempts.await(id)).isInstanceOf(AttemptState.Finished.class);
    List<String> lines = attempts.log(id).tail(9).stream().map(LogLine::text).toList();
    attempts.forget(id);
    return lines;
  }

  @Test
  void aHostIsEnteredOnlyAfterItsKeyWasTrusted() throws Exception {
    manual(host("app", server, ""));

    assertThat(tested("app")).endsWith("host_key unknown host-key.unknown");
    assertThat(seen()).isInstanceOf(AttemptState.Unreachable.class);
    HostKey key = hosts.key("shop", "app");
    assertThat(key.known()).isEqualTo(HostKey.Known.NEW);
    assertThatThrownBy(() -> hosts.trust("shop", "app", "SHA256:wrong", "user:kim"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(key.fingerprint());

    hosts.trust("shop", "app", key.fingerprint(), "user:kim");

    assertThat(tested("app"))
        .isEqualTo("name ok, route ok, port ok, host_key ok, login ok, rights ok");
    assertThat(hosts.key("shop", "app").known()).isEqualTo(HostKey.Known.TRUSTED);
    assertThat(seen()).isInstanceOf(AttemptState.NeverStarted.class);
    assertThat(journal.find(EventQuery.newest(10)).toString()).contains("host.trusted");
  }

  @Test
  void aChangedKeyIsTheHostsFaultUntilItIsTrustedAnew() throws Exception {
    manual(host("app", server, ""));
    trust("app");
    server.stop();
    server.newHostKey();
    server.start();

    assertThat(tested("app")).endsWith("host_key fail host-key.changed");
    assertThat(hosts.key("shop", "app").known()).isEqualTo(HostKey.Known.CHANGED);
    trust("app");
    assertThat(tested("app")).endsWith("rights ok");
  }

  @Test
  void tellsARefusedKeyFromAMissingOneAndFromAClosedPort() throws Exception {
    SshServer other = server("other");
    manual(
        "  app: {ssh: '%s', key: {file: '%s'}}\n".formatted(server.address(), other.key())
            + "  lost: {ssh: '%s', key: {file: no-such-key}}\n".formatted(server.address())
            + host("down", other, ""));
    trust("app");
    other.stop();

    assertThat(tested("app")).endsWith("login fail host-login");
    assertThat(tested("lost")).endsWith("login unknown secret");
    assertThat(tested("down")).isEqualTo("name ok, route ok, port fail port");
  }

  @Test
  void aHostBehindAnotherIsReachedOverIt() throws Exception {
    SshServer gate = server("gate");
    manual(host("gate", gate, "") + host("app", server, ", jump: gate"));

    assertThat(tested("app")).contains("unknown");
    trust("gate");
    trust("app");

    assertThat(tested("app")).endsWith("rights ok");
    assertThat(said("echo over", "app")).containsExactly("over");
    gate.stop();
    assertThat(seen()).isInstanceOf(AttemptState.Unreachable.class);
  }

  @Test
  @Needs({"sshd", "sudo"})
  void stepsRunAsTheAccountThatSudoNames() throws Exception {
    manual(host("app", server, ", sudo: root"));
    trust("app");

    assertThat(said("id -un", "app")).containsExactly("root");
  }

  @Test
  void aServerThatHangsOrDiesIsUnreachableAndComesBack() throws Exception {
    manual(host("app", server, ""));
    trust("app");
    assertThat(seen()).isInstanceOf(AttemptState.NeverStarted.class);

    server.signal("STOP");
    assertThat(seen()).isInstanceOf(AttemptState.Unreachable.class);
    server.signal("CONT");
    Until.so("back", () -> reached(), server::log);

    server.stop();
    assertThat(seen()).isInstanceOf(AttemptState.Unreachable.class);
    server.start();
    Until.so("back", () -> reached(), server::log);
  }

  private boolean reached() {
    try {
      return seen() instanceof AttemptState.NeverStarted;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aHostWithoutPerlFailsItsTestAndStartsNothing() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String program : List.of("mkdir", "cat", "wc", "mv")) {
      Files.createSymbolicLink(bin.resolve(program), Path.of("/usr/bin", program));
    }
    server.stop();
    server.path(bin).start();
    manual(host("app", server, ""));
    trust("app");

    assertThat(tested("app")).endsWith("rights fail host-rights");
    assertThatThrownBy(() -> said("true", "app"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("perl");
  }

  @Test
  void aPortBehindAHostIsReachedThroughIt() throws Exception {
    manual(host("app", server, ""));
    trust("app");

    RemoteTarget app = Objects.requireNonNull(connections.remote("shop", "app"));
    assertThat(app.reach("127.0.0.1", server.port())).isEmpty();
    assertThat(app.reach("127.0.0.1", 1)).contains("refused");
    assertThat(app.reach("no-such-name.invalid", 1)).contains("cannot resolve");
  }
}
