package jigi.operate.deploy.runtime.kubernetes;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jigi.base.connect.registry.ImageName;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Replicas;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import org.jspecify.annotations.Nullable;

/**
 * Each colour or instance is a Deployment, which stays its people's own: Jigi changes the image of
 * one container and how many replicas there are. An annotation of the pods says which release they
 * are. An instance is rolled over by the cluster itself, without a gap.
 */
final class Kubernetes implements Runtime {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final KubernetesSettings settings;
  private final RuntimeOpening opening;
  private final Cluster cluster;

  Kubernetes(KubernetesSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.cluster = new Cluster(opening, settings.http(), settings.namespace());
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  private String name(Slot slot) {
    return settings.places().filled(settings.deployment(), slot);
  }

  private String isNone(Slot slot) {
    return "there is no Deployment " + name(slot) + " in the namespace " + settings.namespace();
  }

  @Override
  public boolean replaces(Slot slot) {
    return slot instanceof Instance;
  }

  /** What was there before Jigi has no annotation, and is known by its place. */
  private static String instance(Workload there, Slot slot) {
    return there.release().isEmpty() ? "kubernetes-" + slot.key() : there.release();
  }

  private static boolean is(Workload there, Slot slot, Release release) {
    return release.instance().equals(instance(there, slot));
  }

  private int replicas(Slot slot) throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    return there == null ? 0 : there.replicas();
  }

  private String container(Workload there) throws DeployException {
    List<String> all = there.containers();
    String named = settings.container();
    if (named == null ? all.size() == 1 : all.contains(named)) {
      return named == null ? all.getFirst() : named;
    }
    throw new DeployException(
        "not-started",
        (named == null ? "nothing says which container of " : "there is no " + named + " among ")
            + there.name()
            + " it is: "
            + String.join(", ", all));
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    if (there == null) {
      throw new DeployException("not-started", isNone(slot));
    }
    Map<String, Object> container = Map.of("name", container(there), "image", image(slot, release));
    Map<String, Object> template =
        Map.of(
            "metadata", Map.of("annotations", Map.of(Workload.RELEASE, release.instance())),
            "spec", Map.of("containers", List.of(container)));
    int replicas =
        Replicas.wanted(
            settings.replicas(), there.replicas(), slot, settings.places(), this::replicas);
    Map<String, Object> spec = Map.of("replicas", replicas, "template", template);
    cluster.patch(name(slot), Map.of("spec", spec), "not-started");
  }

  private String image(Slot slot, Release release) {
    String digest = release.shipping().digest();
    return digest == null
        ? release.filled(settings.places().filled(settings.image(), slot))
        : digest;
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    if (there == null) {
      return new Found.Gone(isNone(slot));
    }
    if (!is(there, slot, release)) {
      return new Found.Gone(name(slot) + " was changed by somebody else");
    }
    if (there.replicas() == 0) {
      return new Found.Gone(name(slot) + " has no replicas");
    }
    Found found = there.rollout();
    return found instanceof Found.Coming coming
        ? new Found.Coming(coming.what() + troubles(there, release))
        : found;
  }

  private List<Pod> of(Workload there, Release release)
      throws DeployException, InterruptedException {
    return cluster.pods(there).stream().filter(pod -> pod.isOf(release.instance())).toList();
  }

  private String troubles(Workload there, Release release)
      throws DeployException, InterruptedException {
    String container = container(there);
    return of(there, release).stream()
        .map(pod -> pod.trouble(container))
        .filter(trouble -> !trouble.isEmpty())
        .map(trouble -> "; " + trouble)
        .collect(Collectors.joining());
  }

  /** No replicas, and nothing left of those that there were. */
  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    if (there == null || !is(there, slot, release)) {
      return;
    }
    if (there.replicas() > 0) {
      cluster.patch(name(slot), Map.of("spec", Map.of("replicas", 0)), "not-stopped");
    }
    Instant limit = opening.timeline().instant().plus(settings.stop());
    List<Pod> left = cluster.pods(there);
    while (!left.isEmpty()) {
      if (opening.timeline().instant().isAfter(limit)) {
        throw new DeployException(
            "not-stopped",
            "after "
                + settings.stop().toSeconds()
                + " s there are still "
                + left.stream().map(Pod::name).collect(Collectors.joining(", ")));
      }
      opening.timeline().sleep(PAUSE);
      left = cluster.pods(there);
    }
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    if (there == null) {
      return "";
    }
    String container = container(there);
    for (Pod pod : of(there, release)) {
      String log = cluster.log(pod, container, lines);
      if (!log.isEmpty()) {
        return log;
      }
    }
    return "";
  }

  /** Known when a node has fetched it: until then it is waited for. */
  @Override
  public @Nullable String digest(Slot slot, Release release)
      throws DeployException, InterruptedException {
    Instant limit = opening.timeline().instant().plus(settings.within());
    while (true) {
      Workload there = cluster.workload(name(slot));
      if (there == null || !is(there, slot, release)) {
        throw new DeployException("gone", name(slot) + " was changed by somebody else");
      }
      String container = container(there);
      String trouble = "no pod of it has begun";
      for (Pod pod : of(there, release)) {
        if (!pod.image(container).isEmpty()) {
          return pod.digest(container);
        }
        trouble = pod.trouble(container);
        if (pod.lacksImage(container)) {
          throw new DeployException("not-pulled", trouble);
        }
      }
      if (opening.timeline().instant().isAfter(limit) || there.rollout() instanceof Found.Gone) {
        throw new DeployException("not-started", name(slot) + ": " + trouble);
      }
      opening.timeline().sleep(PAUSE);
    }
  }

  @Override
  public @Nullable Release adopt(Slot slot) throws DeployException, InterruptedException {
    Workload there = cluster.workload(name(slot));
    if (there == null || there.replicas() == 0) {
      return null;
    }
    String container = container(there);
    String digest =
        cluster.pods(there).stream()
            .map(pod -> pod.digest(container))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new Release(
        ImageName.of(there.image(container)).version(),
        instance(there, slot),
        new Shipping(digest, true, Map.of()));
  }
}
