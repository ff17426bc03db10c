package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Compares the state file with what gateway and runtime say; changes nothing. */
final class Observer {
  private final Site site;
  private final Asking asking;
  private final Timeline timeline;

  Observer(Site site, Asking asking, Timeline timeline) {
    this.site = site;
    this.asking = asking;
    this.timeline = timeline;
  }

  Reality look() throws InterruptedException {
    List<Reality.Mismatch> mismatches = new ArrayList<>();
    Kept kept = kept(mismatches);
    Memory memory = kept == null ? Memory.EMPTY : kept.memory();
    Map<Slot, Reality.Side> sides = new HashMap<>();
    for (Slot slot : site.deployment().slots()) {
      sides.put(slot, side(memory, slot));
    }
    Reality reality =
        site.deployment().rolls()
            ? instances(kept, memory, sides, mismatches)
            : colours(kept, memory, sides, mismatches);
    return memory.change() == null ? reality.and(stale(memory)) : reality;
  }

  /** What runs was started with other variables than it would get now. */
  private List<Reality.Mismatch> stale(Memory memory) throws InterruptedException {
    List<Reality.Mismatch> all = new ArrayList<>();
    for (Slot slot : site.deployment().slots()) {
      Release release = memory.release(slot);
      List<String> names = release == null ? null : stale(slot, release);
      if (names != null && !names.isEmpty()) {
        String said = Receiving.name(slot) + ": " + String.join(", ", names);
        all.add(new Reality.Mismatch(Reality.Mismatch.VARIABLES, said));
      }
    }
    return all;
  }

  /** Null when nothing can be said. */
  private @Nullable List<String> stale(Slot slot, Release release) throws InterruptedException {
    try {
      return release.instance().isEmpty() ? null : site.runtime().stale(slot, release);
    } catch (DeployException e) {
      return null;
    }
  }

  private Reality colours(
      @Nullable Kept kept,
      Memory memory,
      Map<Slot, Reality.Side> sides,
      List<Reality.Mismatch> mismatches)
      throws InterruptedException {
    Colour to = null;
    Set<Slot> receiving = null;
    String said;
    try {
      Pointing pointing = site.gateway().pointing();
      said = Receiving.words(pointing);
      to = pointing instanceof Pointing.To only ? only.colour() : null;
      receiving = receiving(pointing);
    } catch (DeployException e) {
      said = e.fact();
    }
    Colour expected = memory.expected();
    if (expected != null && to != expected) {
      String code = to == null ? "gateway-unclear" : "gateway-elsewhere";
      mismatches.add(new Reality.Mismatch(code, said));
    }
    Reality.Side live = expected == null ? null : sides.get(expected);
    if (live != null && !live.healthy()) {
      mismatches.add(sick("live-", "", live));
    }
    return new Reality(timeline.instant(), kept, to, said, receiving, sides, mismatches);
  }

  private static @Nullable Set<Slot> receiving(Pointing pointing) {
    return switch (pointing) {
      case Pointing.To to -> Set.of(to.colour());
      case Pointing.Both both -> Set.of(Colour.BLUE, Colour.GREEN);
      case Pointing.Nowhere nowhere -> Set.of();
      case Pointing.Unclear unclear -> null;
    };
  }

  private static Reality.Mismatch sick(String of, String who, Reality.Side side) {
    String fault = side.fault();
    return new Reality.Mismatch(
        of + (Boolean.TRUE.equals(side.running()) ? "sick" : "not-running"),
        who + (fault == null ? "" : fault));
  }

  private Reality instances(
      @Nullable Kept kept,
      Memory memory,
      Map<Slot, Reality.Side> sides,
      List<Reality.Mismatch> mismatches)
      throws InterruptedException {
    Set<Instance> expected = memory.spread();
    Set<Instance> receiving = null;
    String said = "";
    Balancer balancer = site.balancer();
    try {
      receiving = balancer == null ? null : balancer.receiving();
      said = receiving == null ? "" : Receiving.numbers(receiving);
    } catch (DeployException e) {
      said = e.fact();
    }
    if (balancer != null && expected != null && !expected.equals(receiving)) {
      mismatches.add(
          new Reality.Mismatch(receiving == null ? "gateway-unclear" : "instances-out", said));
    }
    for (Instance each : expected == null ? Set.<Instance>of() : expected) {
      Reality.Side side = sides.get(each);
      if (side != null && !side.healthy()) {
        mismatches.add(sick("instance-", Receiving.name(each) + ": ", side));
      }
    }
    Set<Slot> sent = receiving == null ? null : Set.copyOf(receiving);
    return new Reality(timeline.instant(), kept, null, said, sent, sides, mismatches);
  }

  private @Nullable Kept kept(List<Reality.Mismatch> mismatches) {
    try {
      return site.file().read();
    } catch (DeployException e) {
      mismatches.add(new Reality.Mismatch("file-unreadable", e.fact()));
      return null;
    }
  }

  private Reality.Side side(Memory memory, Slot slot) throws InterruptedException {
    Release release = memory.release(slot);
    String where = site.deployment().runtime().where(slot);
    if (release == null) {
      return new Reality.Side(null, where, false, null, null);
    }
    String fault = asking.fault(site.health(slot));
    Boolean running = fault == null; // what Jigi did not start runs when it answers
    if (!release.instance().isEmpty()) {
      Found found = found(slot, release);
      running = found == null ? null : Boolean.valueOf(!(found instanceof Found.Gone));
      fault = found instanceof Found.Coming coming ? coming.what() : fault;
    }
    return new Reality.Side(release.version(), where, running, fault, inFlight(slot));
  }

  /** Null when nothing can be said. */
  private @Nullable Found found(Slot slot, Release release) throws InterruptedException {
    try {
      return site.runtime().look(slot, release);
    } catch (DeployException e) {
      return null;
    }
  }

  private @Nullable Long inFlight(Slot slot) throws InterruptedException {
    try {
      Gateway gateway = site.inFront();
      return gateway == null ? null : gateway.inFlight(slot);
    } catch (DeployException e) {
      return null;
    }
  }
}
