package jigi.detect.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.detect.probe.TestManuals;
import org.junit.jupiter.api.Test;

class ComponentTypeTest {
  /** Every sort of thing that the five manuals are made of, with where it stands by itself. */
  private static final Map<String, List<String>> BY_LAYER =
      Map.of(
          "edge",
          List.of("load-balancer", "target-group", "gateway", "endpoint", "certificate"),
          "service",
          List.of("compose-project", "service", "container", "task-definition"),
          "data",
          List.of("database", "cache", "bucket", "table", "secret"),
          "infrastructure",
          List.of("host", "cluster", "network", "volume"),
          "tools",
          List.of(
              "log-source",
              "metric-source",
              "image-repository",
              "git-repository",
              "infrastructure-outputs"),
          "external",
          List.of("external-service"));

  @Test
  @Shows("INV-03")
  void everySortOfThingCanBeNamedAndHasItsPlace() {
    StringBuilder text = new StringBuilder("system: shop\ncomponents:\n");
    Map<String, String> layers = new LinkedHashMap<>();
    BY_LAYER.forEach(
        (layer, types) ->
            types.forEach(
                type -> {
                  text.append("  c-").append(type).append(": {type: ").append(type).append("}\n");
                  layers.put("c-" + type, layer);
                }));
    Manual manual = TestManuals.manual(Path.of("/nowhere"), text.toString());
    Map<String, String> placed = new LinkedHashMap<>();
    manual
        .part(TestManuals.INVENTORY)
        .components()
        .forEach((name, component) -> placed.put(name, component.type().layer()));
    assertThat(placed).isEqualTo(layers).hasSize(ComponentType.values().length);
  }
}
