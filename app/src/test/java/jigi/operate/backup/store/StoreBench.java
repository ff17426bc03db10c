package jigi.operate.backup.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;

/** What stores are opened with, without a house around. */
public final class StoreBench implements AutoCloseable {
  private final Path folder;
  private final ConnectPart part = new ConnectPart();
  private final ConnectionPart named = new ConnectionPart(reading -> reading.part(part));
  private final Network network = new Network();
  private final Exec exec;
  public final SshClients clients;
  private final Connections connections;

  /** The values of secrets, by the name of a variable. */
  public final Map<String, String> secrets = new HashMap<>();

  public StoreBench(Path folder) {
    this.folder = folder;
    exec = new Exec(folder.resolve("attempts"));
    clients = new SshClients(exec, folder, _ -> null);
    connections = new Connections(part, named, exec, clients, network, _ -> null);
  }

  /** Puts a manual of hosts in force; its system is {@code shop}. */
  public void activate(String yaml) {
    ManualReader reader = new ManualReader(List.of(part, named), _ -> null);
    TreeMap<String, String> files = new TreeMap<>(Map.of("jigi.yaml", "system: shop\n" + yaml));
    Manual manual = reader.read(new ManualSource(folder, files)).manual();
    connections.activate(List.of(java.util.Objects.requireNonNull(manual)));
  }

  public StoreOpening opening(Timeline timeline) {
    return new StoreOpening("shop", folder, this::secret, connections, exec, timeline);
  }

  private String secret(Secret secret) {
    return secrets.getOrDefault(secret.name(), "");
  }

  @Override
  public void close() {
    clients.close();
    exec.close();
    network.close();
  }
}
