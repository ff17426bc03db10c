package jigi.operate.deploy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Slot;

/** Holds the gateway to who should receive requests, and to who should not. */
final class Receiving {
  private final Site site;

  Receiving(Site site) {
    this.site = site;
  }

  /**
   * @throws DeployException {@code gateway-elsewhere}
   */
  void expect(List<Slot> slots) throws DeployException, InterruptedException {
    for (Slot each : slots) {
      expect(each);
    }
  }

  private void expect(Slot slot) throws DeployException, InterruptedException {
    switch (slot) {
      case Colour colour -> pointed(colour);
      case Instance instance -> {
        Balancer balancer = site.balancer();
        if (balancer != null && !balancer.receiving().contains(instance)) {
          throw new DeployException(
              "gateway-elsewhere", "the gateway sends nothing to " + name(instance) + " any more");
        }
      }
    }
  }

  /** What is drained or stopped receives nothing new, as long as another one could. */
  void expectAway(Memory memory, Slot slot) throws DeployException, InterruptedException {
    switch (slot) {
      case Colour colour -> pointed(colour.other());
      case Instance instance -> {
        Balancer balancer = site.balancer();
        Set<Instance> others = memory.spread();
        boolean alone = others == null || others.isEmpty();
        if (balancer != null && !alone && balancer.receiving().contains(instance)) {
          throw new DeployException(
              "gateway-elsewhere", "the gateway sends requests to " + name(instance) + " again");
        }
      }
    }
  }

  private void pointed(Colour colour) throws DeployException, InterruptedException {
    Pointing now = site.gateway().pointing();
    if (!now.equals(new Pointing.To(colour))) {
      throw new DeployException(
          "gateway-elsewhere",
          "the gateway should point to " + colour.key() + ", and says: " + words(now));
    }
  }

  static String words(Pointing pointing) {
    return switch (pointing) {
      case Pointing.To to -> to.colour().key();
      case Pointing.Both both -> "both";
      case Pointing.Nowhere nowhere -> "neither";
      case Pointing.Unclear unclear -> unclear.why();
    };
  }

  /** {@code blue}, {@code instance 2}. */
  static String name(Slot slot) {
    return switch (slot) {
      case Colour colour -> colour.key();
      case Instance instance -> "instance " + instance.key();
    };
  }

  /** {@code blue}, {@code instance 2}, {@code instances 1, 2}. */
  static String names(List<Slot> slots) {
    return slots.size() == 1
        ? name(slots.getFirst())
        : "instances " + slots.stream().map(Slot::key).collect(Collectors.joining(", "));
  }

  static String numbers(Set<Instance> all) {
    return new TreeSet<>(all).stream().map(Instance::key).collect(Collectors.joining(", "));
  }
}
