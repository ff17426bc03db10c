package jigi.base.connect;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.Shapes;

/** Reads the key {@code connections}. */
public final class ConnectionPart implements ManualPart<NamedConnections> {
  private static final Field<Map<String, Connection>> CONNECTIONS =
      Field.optional(
          "connections",
          Shapes.mapOf(ConnectionKinds.shape()),
          "How databases and other services are reached; probes and steps use them by name.");

  private final Function<ManualReading, Hosts> hosts;

  /**
   * @param hosts the hosts of the manual that is being read
   */
  public ConnectionPart(Function<ManualReading, Hosts> hosts) {
    this.hosts = hosts;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(CONNECTIONS);
  }

  @Override
  public NamedConnections read(ManualReading reading) {
    Map<String, Connection> read = reading.find(CONNECTIONS, Map.of());
    Names known = hosts.apply(reading).written().and(Hosts.LOCAL);
    read.forEach(
        (name, connection) -> {
          String on = connection.on();
          known.require(
              on,
              reading.placeOf(CONNECTIONS, name),
              reading.problems(),
              "unknown-host",
              "'hosts' has no such host");
        });
    return new NamedConnections(read, reading.names(CONNECTIONS));
  }
}
