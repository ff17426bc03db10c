package jigi.detect.probe;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.connect.Connection;
import jigi.base.connect.Host;
import jigi.base.connect.Hosts;
import jigi.base.connect.NamedConnections;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.InventoryPart;

/** Reads the probes of a manual's components. */
public final class ProbePart implements ManualPart<List<Probe>> {
  /** To be contributed to {@link InventoryPart}. */
  public static final Field<List<ProbeSpec>> PROBES =
      Field.optional(
          "probes", Shapes.listOf(ProbeKinds.shape()), "What is measured, and how often.");

  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private final InventoryPart inventory;
  private final Function<ManualReading, Hosts> hosts;
  private final Function<ManualReading, NamedConnections> connections;

  /**
   * @param hosts the hosts of the manual that is being read
   * @param connections its connections
   */
  public ProbePart(
      InventoryPart inventory,
      Function<ManualReading, Hosts> hosts,
      Function<ManualReading, NamedConnections> connections) {
    this.inventory = inventory;
    this.hosts = hosts;
    this.connections = connections;
  }

  @Override
  public List<Field<?>> fields() {
    return List.of();
  }

  @Override
  public List<Probe> read(ManualReading reading) {
    String system = reading.find(SYSTEM, "");
    List<Probe> probes = new ArrayList<>();
    for (Component component : reading.part(inventory).all()) {
      List<ProbeSpec> specs = component.get(PROBES);
      Map<String, Place> names = new HashMap<>();
      for (ProbeSpec spec : specs == null ? List.<ProbeSpec>of() : specs) {
        Place first = names.putIfAbsent(spec.name(), spec.place());
        if (first != null) {
          reportDuplicate(spec, first, reading.problems());
        } else {
          ProbeKey key = new ProbeKey(system, component.name(), spec.name());
          checkConnections(spec, reading);
          ProbeSpec reachable = dated(reachable(component, spec, reading), reading);
          probes.add(new Probe(key, component.on(), reachable, reading.source().folder()));
        }
      }
    }
    return List.copyOf(probes);
  }

  private void checkConnections(ProbeSpec spec, ManualReading reading) {
    if (spec.check() instanceof ByConnection by) {
      by.connections().forEach((name, kind) -> checkConnection(spec, name, kind, reading));
    }
  }

  private void checkConnection(
      ProbeSpec spec, String name, Class<? extends Connection> kind, ManualReading reading) {
    NamedConnections named = connections.apply(reading);
    Connection found = named.byName().get(name);
    if (found != null && !kind.isInstance(found)) {
      reading
          .problems()
          .error(
              spec.place(),
              "wrong-connection",
              "a probe of kind "
                  + spec.kind().name()
                  + " cannot use a connection of kind "
                  + found.kind()
                  + " ('"
                  + name
                  + "')",
              "name a connection of the probe's kind");
    } else if (found == null) {
      named
          .written()
          .require(
              name,
              spec.place(),
              reading.problems(),
              "unknown-connection",
              "'connections' has no such connection");
    }
  }

  private static void reportDuplicate(ProbeSpec spec, Place first, Problems problems) {
    problems.error(
        spec.place(),
        "duplicate-probe",
        "the component has two probes of that name ('" + spec.name() + "', first at " + first + ")",
        "give one of them a 'name'");
  }

  /** One that goes by a calendar goes by that of its system. */
  private ProbeSpec dated(ProbeSpec spec, ManualReading reading) {
    ZoneId zone = reading.part(inventory).profile().zone();
    return spec.check() instanceof InZone check
        ? with(spec, check.in(zone), spec.definition() + " in " + zone)
        : spec;
  }

  private static ProbeSpec with(ProbeSpec spec, Check check, String definition) {
    return new ProbeSpec(
        spec.name(), spec.kind(), spec.pace(), check, spec.offer(), definition, spec.place());
  }

  /** A probe that looks at its component's host does so behind SSH, where the host is there. */
  private ProbeSpec reachable(Component component, ProbeSpec spec, ManualReading reading) {
    String on = component.on();
    Host host = on == null ? null : hosts.apply(reading).find(on);
    if (on == null || !spec.kind().runsOnHost() || !(host instanceof Host.Ssh ssh)) {
      return spec;
    }
    return with(spec, new OnHost(spec.check(), on), spec.definition() + " behind " + ssh.text());
  }
}
