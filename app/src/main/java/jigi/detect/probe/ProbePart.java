package jigi.detect.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Place;
import jigi.base.config.Shapes;
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

  public ProbePart(InventoryPart inventory) {
    this.inventory = inventory;
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
        if (first == null) {
          ProbeKey key = new ProbeKey(system, component.name(), spec.name());
          probes.add(new Probe(key, component.on(), spec, reading.source().folder()));
        } else {
          reading
              .problems()
              .error(
                  spec.place(),
                  "duplicate-probe",
                  "the component has two probes of that name ('"
                      + spec.name()
                      + "', first at "
                      + first
                      + ")",
                  "give one of them a 'name'");
        }
      }
    }
    return List.copyOf(probes);
  }
}
