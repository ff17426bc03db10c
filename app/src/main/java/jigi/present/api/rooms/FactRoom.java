package jigi.present.api.rooms;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Capacity;
import jigi.detect.inventory.Component;
import jigi.detect.inventory.Inventory;
import jigi.detect.probe.ComponentView;
import jigi.detect.probe.Components;
import jigi.detect.probe.ProbeView;
import jigi.detect.probe.Sample;
import jigi.present.api.view.ComponentFacts;
import jigi.present.api.view.ComponentFacts.Amount;
import jigi.present.api.view.Part;
import org.jspecify.annotations.Nullable;

/** What manuals say about components, and what stands on what. */
final class FactRoom {
  /** {@code sha256:} and twelve characters. */
  private static final int SHORT_DIGEST = 19;

  private final Components components;
  private final Limits limits;

  FactRoom(Components components, Limits limits) {
    this.components = components;
    this.limits = limits;
  }

  ComponentFacts of(ComponentView view) {
    Component component = view.component();
    Inventory inventory = components.systems().get(view.system());
    List<Component> dependants =
        inventory == null ? List.of() : inventory.dependants(component.name());
    return new ComponentFacts(
        component.title(),
        component.type().key(),
        component.layerOrUsual(),
        component.group(),
        component.owner(),
        component.version(),
        running(view),
        links(component.links()),
        capacity(view),
        parts(view.system(), component.needs()),
        parts(view.system(), dependants.stream().map(Component::name).toList()));
  }

  private List<Part> parts(String system, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Set<String> wanted = Set.copyOf(names);
    return components.of(system).stream()
        .filter(view -> wanted.contains(view.component().name()))
        .map(FactRoom::part)
        .sorted(Comparator.comparing(Part::bad).reversed())
        .toList();
  }

  static Part part(ComponentView view) {
    Component component = view.component();
    Status status = view.watched() ? view.status() : null;
    return new Part(
        view.system(),
        component.name(),
        component.title(),
        component.type().key(),
        status,
        view.since(),
        view.evidence(),
        component.version(),
        component.needs());
  }

  static Map<String, String> links(Map<String, URI> links) {
    Map<String, String> texts = new LinkedHashMap<>();
    links.forEach((title, uri) -> texts.put(title, uri.toString()));
    return texts;
  }

  private static @Nullable String running(ComponentView view) {
    List<String> all =
        samples(view).map(FactRoom::version).filter(each -> !each.isEmpty()).distinct().toList();
    return all.isEmpty() ? null : String.join(", ", all);
  }

  /** Of a container its image with the digest, of others what they say of themselves. */
  private static String version(Sample sample) {
    if (!sample.name().endsWith("_info") || sample.name().equals("probe_tls_version_info")) {
      return "";
    }
    String image = sample.labels().getOrEmpty("image");
    String digest = sample.labels().getOrEmpty("digest");
    if (image.isEmpty()) {
      return sample.labels().getOrEmpty("version");
    }
    return digest.isEmpty()
        ? image
        : image + " " + digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
  }

  private static Stream<Sample> samples(ComponentView view) {
    return view.probes().stream()
        .map(ProbeView::last)
        .filter(Objects::nonNull)
        .flatMap(result -> Objects.requireNonNull(result).samples().stream());
  }

  /** The manual's figure of what there is counts; what a probe measured stands in for it. */
  private List<Amount> capacity(ComponentView view) {
    Capacity written = view.component().capacity();
    Long memory = written == null ? null : written.memory();
    Long disk = written == null ? null : written.disk();
    Double cpus = written == null ? null : written.cpus();
    List<Amount> all = new ArrayList<>();
    add(all, view, "cpu", cpus != null ? cpus : most(view, "cpus"), "cpu_used_ratio");
    add(
        all,
        view,
        "memory",
        memory != null ? Double.valueOf(memory) : most(view, "memory_total_bytes"),
        "memory_used_ratio");
    add(
        all,
        view,
        "disk",
        disk != null ? Double.valueOf(disk) : fullest(view),
        "filesystem_used_ratio");
    return all;
  }

  private void add(
      List<Amount> all, ComponentView view, String what, @Nullable Double whole, String suffix) {
    Sample used = worst(view, suffix);
    if (used != null || whole != null) {
      all.add(
          new Amount(
              what,
              whole,
              used == null ? null : used.value(),
              used == null
                  ? List.of()
                  : limits.of(view.system(), view.component().name(), used.name())));
    }
  }

  private static @Nullable Sample worst(ComponentView view, String suffix) {
    return samples(view)
        .filter(sample -> sample.name().endsWith("_" + suffix))
        .max(Comparator.comparingDouble(Sample::value))
        .orElse(null);
  }

  private static @Nullable Double most(ComponentView view, String suffix) {
    Sample most = worst(view, suffix);
    return most == null ? null : most.value();
  }

  /** The size of the file system that is fullest, because its use is what is shown. */
  private static @Nullable Double fullest(ComponentView view) {
    Sample used = worst(view, "filesystem_used_ratio");
    if (used == null) {
      return null;
    }
    String mount = used.labels().getOrEmpty("mount");
    return samples(view)
        .filter(sample -> sample.name().endsWith("_filesystem_size_bytes"))
        .filter(sample -> sample.labels().getOrEmpty("mount").equals(mount))
        .map(Sample::value)
        .findFirst()
        .orElse(null);
  }
}
