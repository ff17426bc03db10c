package jigi.detect.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Problem;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.Host;
import jigi.base.connect.Hosts;
import jigi.base.connect.Surroundings;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.ssh.SshTarget;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Environment;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;

/** Reads manuals that tests write. */
public final class TestManuals {
  private static final Hosts HOSTS =
      new Hosts(
          Map.of(
              "app", new Host.Local(),
              "db", new Host.Local(),
              "far",
                  new Host.Ssh(
                      new SshTarget.Address("ops", "10.0.0.9", 22),
                      null,
                      null,
                      null,
                      Duration.ofSeconds(10),
                      new Surroundings(List.of(), Map.of(), null, null))));

  private static final ConnectPart CONNECT = new ConnectPart();
  private static final ConnectionPart CONNECTIONS = new ConnectionPart(_ -> HOSTS);
  public static final InventoryPart INVENTORY =
      new InventoryPart(reading -> HOSTS, List.of(ProbePart.PROBES));
  public static final ProbePart PROBES =
      new ProbePart(INVENTORY, reading -> HOSTS, reading -> reading.part(CONNECTIONS));
  public static final ConditionPart CONDITIONS = new ConditionPart(INVENTORY, PROBES);
  private static final List<ManualPart<?>> PARTS =
      List.of(CONNECT, CONNECTIONS, INVENTORY, PROBES, CONDITIONS);

  private TestManuals() {}

  public static ManualReader.Result read(Path folder, String... namesAndTexts) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return new ManualReader(PARTS, Environment::get)
        .read(new ManualSource(folder, new TreeMap<>(files)));
  }

  /** What checks reach the world with; no manual's connections are in force. */
  public static ProbeTools tools(Network network, Exec exec) {
    return tools(network, exec, List.of());
  }

  /** The same with the connections of these manuals. */
  public static ProbeTools tools(Network network, Exec exec, List<Manual> manuals) {
    Connections connections =
        new Connections(
            CONNECT,
            CONNECTIONS,
            exec,
            new SshClients(exec, exec.root(), Environment::get),
            network,
            Environment::get);
    connections.activate(manuals);
    return ProbeTools.forgetful(network, exec, connections.named());
  }

  /** A manual without errors. */
  public static Manual manual(Path folder, String text) {
    ManualReader.Result result = read(folder, "jigi.yaml", text);
    if (result.manual() == null) {
      throw new AssertionError(result.problems().toString());
    }
    return result.manual();
  }

  /** What is wrong with a manual, as people read it. */
  public static List<String> problems(String text) {
    return read(Path.of("/nowhere"), "jigi.yaml", text).problems().stream()
        .map(Problem::toString)
        .toList();
  }
}
