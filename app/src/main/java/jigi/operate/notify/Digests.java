package jigi.operate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timer;
import jigi.base.store.Tx;
import jigi.operate.notify.HeldRepository.Address;
import jigi.operate.notify.routing.Rate;

/**
 * Holds back what is more than a channel takes, and tells it in one message as soon as the channel
 * takes one again. What is held is in the store, so that a restart loses none of it.
 */
final class Digests {
  /** A digest names no more messages; it says how many there are. */
  private static final int NAMED = 100;

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final BiConsumer<Tx, Delivery> enqueue;
  private final Map<Address, Timer> timers = new ConcurrentHashMap<>();

  /**
   * @param enqueue records a delivery that is to go out now
   */
  Digests(NotifyEngine.Surroundings around, Directory directory, BiConsumer<Tx, Delivery> enqueue) {
    this.around = around;
    this.directory = directory;
    this.enqueue = enqueue;
  }

  /** Goes on with what is held. */
  void start() {
    for (Delivery held : around.store().read(HeldRepository::waiting)) {
      Channel channel = directory.channel(held.system(), held.channel());
      if (channel == null) {
        arm(new Address(held.system(), held.channel(), null));
      } else {
        arm(address(channel, held));
      }
    }
  }

  /** Whether it was held back, because its channel has taken as much as it takes. */
  boolean holds(Tx tx, Delivery delivery) {
    Channel channel = directory.channel(delivery.system(), delivery.channel());
    if (channel == null || channel.limit().equals(Rate.NEVER) || !delivery.kind().mayWait()) {
      return false;
    }
    Address address = address(channel, delivery);
    Instant now = around.timeline().instant();
    boolean full =
        HeldRepository.isWaiting(tx.handle(), address)
            || opens(tx, address, channel.limit()).isAfter(now);
    if (full) {
      HeldRepository.hold(tx.handle(), delivery);
      tx.afterCommit(() -> arm(address));
    }
    return full;
  }

  private static Address address(Channel channel, Delivery delivery) {
    return new Address(
        delivery.system(), delivery.channel(), channel.isShared() ? null : delivery.person());
  }

  /** When the channel takes a message again; the beginning of time when it does now. */
  private static Instant opens(Tx tx, Address address, Rate limit) {
    Instant last = HeldRepository.sent(tx.handle(), address, limit.times());
    return last == null ? Instant.EPOCH : last.plus(limit.within());
  }

  private void arm(Address address) {
    timers.computeIfAbsent(
        address, key -> around.timeline().at(due(key), "digest " + key.channel(), () -> tell(key)));
  }

  private Instant due(Address address) {
    Rate limit = limit(address);
    Instant last =
        around.store().read(handle -> HeldRepository.sent(handle, address, limit.times()));
    Instant now = around.timeline().instant();
    return last == null || last.plus(limit.within()).isBefore(now)
        ? now
        : last.plus(limit.within());
  }

  /** A channel that is gone, or takes whatever comes now, holds nothing back. */
  private Rate limit(Address address) {
    Channel channel = directory.channel(address.system(), address.channel());
    return channel == null ? Rate.NEVER : channel.limit();
  }

  private void tell(Address address) {
    timers.remove(address);
    around
        .store()
        .change(
            tx -> {
              List<Delivery> held = HeldRepository.of(tx.handle(), address);
              if (held.isEmpty()) {
                return;
              }
              if (opens(tx, address, limit(address)).isAfter(around.timeline().instant())) {
                tx.afterCommit(() -> arm(address));
                return;
              }
              Delivery digest = digest(held, limit(address));
              enqueue.accept(tx, digest);
              HeldRepository.bundle(tx.handle(), held, digest.id());
            });
  }

  private Delivery digest(List<Delivery> held, Rate limit) {
    Instant now = around.timeline().instant();
    Delivery first = held.getFirst();
    String id = Ids.next(now);
    Map<String, String> facts = new TreeMap<>();
    facts.put("count", String.valueOf(held.size()));
    facts.put("limit-times", String.valueOf(limit.times()));
    facts.put("limit-within", Durations.format(limit.within()));
    facts.put("held", Json.write(held.stream().limit(NAMED).map(Digests::brief).toList()));
    return new Delivery(
        id,
        first.system(),
        Delivery.Kind.DIGEST,
        id,
        first.person(),
        first.channel(),
        facts,
        Delivery.Progress.QUEUED,
        now,
        null);
  }

  /** What the title of a message needs. */
  private static Map<String, Object> brief(Delivery delivery) {
    Map<String, String> facts = new TreeMap<>(delivery.context());
    List.of("expr", "value", "runbook", "text", MessageWriter.ATTACHMENTS).forEach(facts::remove);
    facts.computeIfPresent("alerts", (key, all) -> "[]");
    return Map.of("kind", delivery.kind().name(), "facts", facts);
  }

  /** The messages that a digest names, as they were to be told. */
  static List<Delivery> named(Delivery digest) {
    String held = digest.context().get("held");
    List<Delivery> all = new ArrayList<>();
    if (held != null) {
      for (var one : Json.tree(held)) {
        all.add(
            new Delivery(
                digest.id(),
                digest.system(),
                Delivery.Kind.valueOf(one.path("kind").asText()),
                digest.subject(),
                digest.person(),
                digest.channel(),
                MessageWriter.map(one.path("facts").toString()),
                digest.progress(),
                digest.created(),
                null));
      }
    }
    return all;
  }
}
