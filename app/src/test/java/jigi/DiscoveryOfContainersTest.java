package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import jigi.base.manual.ManualSet;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.detect.discovery.Discoveries;
import jigi.detect.discovery.Finding;
import jigi.detect.probe.Probe;
import jigi.testing.DockerDaemon;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running Jigi looks at a host behind a real sshd, which has a real Docker daemon. */
@Needs({"docker", "sshd"})
@Timeout(120)
class DiscoveryOfContainersTest {
  @TempDir private Path folder;
  private final Timeline timeline = Timeline.real();
  private final Troubles troubles = new Troubles();
  private final Parts parts = new Parts();
  private final Network network = new Network();
  private List<Manual> manuals = List.of();
  private Store store;
  private SqlJournal journal;
  private Exec exec;
  private SshClients clients;
  private Connections connections;
  private SshServer server;
  private Discoveries discoveries;

  @BeforeEach
  void open() throws Exception {
    store = TestStores.sqlite(folder, troubles);
    journal = new SqlJournal(store, timeline, troubles, "test");
    exec = new Exec(folder.resolve("attempts"));
    clients = new SshClients(exec, folder, _ -> null);
    connections =
        new Connections(parts.connect, parts.connections, exec, clients, network, _ -> null);
    HostRegistry hosts = new HostRegistry(connections, clients, journal);
    server = new SshServer(folder.resolve("sshd")).start();
    discoveries =
        new Discoveries(
            hosts,
            connections.named(),
            network,
            () ->
                manuals.stream()
                    .map(manual -> manual.part(parts.probes))
                    .<Probe>flatMap(List::stream)
                    .toList(),
            timeline,
            folder.resolve("drafts"));
  }

  @AfterEach
  void close() {
    clients.close();
    exec.close();
    network.close();
    journal.close();
    store.close();
    timeline.close();
    server.close();
  }

  private void manual(String more) throws Exception {
    Path path = Files.createDirectories(folder.resolve("manual"));
    String host = "{ssh: '%s', key: {file: '%s'}}".formatted(server.address(), server.key());
    Files.writeString(
        path.resolve("jigi.yaml"), "system: shop\nhosts:\n  app: " + host + "\n" + more);
    ManualSet set =
        ManualSet.read(List.of(path), false, new ManualReader(parts.all(), variable -> null));
    assertThat(set.hasErrors()).as("" + set.problems()).isFalse();
    manuals = set.manuals();
    connections.activate(manuals);
    HostRegistry hosts = new HostRegistry(connections, clients, journal);
    hosts.trust("shop", "app", hosts.key("shop", "app").fingerprint(), "user:kim");
  }

  private static List<String> services(Discoveries.Look look) {
    return look.draft().findings().stream()
        .filter(each -> each.sort() == Finding.Sort.SERVICE)
        .filter(each -> each.probes().stream().anyMatch(probe -> probe.startsWith("container")))
        .map(Finding::name)
        .sorted()
        .toList();
  }

  @Test
  void draftsTheContainersOfAHostAndWatchesNothing() throws Exception {
    try (DockerDaemon daemon = DockerDaemon.start()) {
      String socket = daemon.socket().toString();
      daemon.run("worker", "sleep 1000");
      daemon.run("known", "sleep 1000");
      manual(
          """
          connections:
            engine: {docker: 'unix://%s', on: app}
          components:
            known:
              on: app
              probes:
                - container: known
                  docker: engine
          """
              .formatted(socket));
      String before = containers(daemon);
      Discoveries.Look look = discoveries.look("shop", "app", "", "");

      assertThat(services(look)).containsExactly("known", "worker");
      assertThat(look.daemons())
          .contains(new Discoveries.Daemon(socket, 2, ""))
          .filteredOn(each -> each.services() != null)
          .hasSize(1);
      assertThat(look.draft().files().get("jigi.yaml"))
          .contains("engine: {docker: \"unix://" + socket + "\", on: app}")
          .contains("- container: \"worker\"");
      assertThat(look.watched().values()).contains(List.of("shop/known"));
      assertThat(watchers(look, "known")).containsExactly("shop/known");
      assertThat(watchers(look, "worker")).isEmpty();

      discoveries.write("shop", "app");
      assertThat(discoveries.last("shop", "app")).isEqualTo(look);
      assertThat(connections.named().all()).containsOnlyKeys("shop");
      assertThat(containers(daemon)).as("nothing was done to them").isEqualTo(before);
    }
  }

  private static List<String> watchers(Discoveries.Look look, String name) {
    for (int i = 0; i < look.draft().findings().size(); i++) {
      if (look.draft().findings().get(i).name().equals(name)) {
        return look.watched().getOrDefault(i, List.of());
      }
    }
    throw new AssertionError("nothing called " + name + " was found");
  }

  private static String containers(DockerDaemon daemon) {
    return daemon.docker("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.State}}");
  }

  @Test
  void saysWhichDaemonCouldNotBeAskedAndDraftsTheRest() throws Exception {
    manual("components:\n  web: {}\n");
    Discoveries.Look look = discoveries.look("shop", "app", "", "/nowhere/docker.sock");
    assertThat(look.daemons())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.socket()).isEqualTo("/nowhere/docker.sock");
              assertThat(each.services()).isNull();
              assertThat(each.fault()).contains("/nowhere/docker.sock", "No such file");
            });
    assertThat(services(look)).isEmpty();
    assertThat(look.draft().findings()).isNotEmpty();
  }
}
