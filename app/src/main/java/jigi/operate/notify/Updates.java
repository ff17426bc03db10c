package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.journal.Event;
import jigi.base.store.Tx;

/** Says in the messages that can still be changed that somebody is at what they are about. */
final class Updates {
  /** The delivery whose message is changed. */
  static final String CHANGES = "changes";

  /** What kind that was. */
  static final String KIND = "changes-kind";

  private static final String BY = "taken-by";

  private final Directory directory;
  private final Outbox outbox;

  Updates(Directory directory, Outbox outbox) {
    this.directory = directory;
    this.outbox = outbox;
  }

  /**
   * Somebody acknowledged.
   *
   * @param event which says who
   * @param subject a group of alerts or an incident
   */
  void taken(Tx tx, Event event, String subject) {
    String actor = event.what().actor();
    List<Delivery> about = DeliveryRepository.about(tx.handle(), subject);
    Set<String> done =
        about.stream()
            .filter(one -> one.kind() == Delivery.Kind.TAKEN)
            .map(one -> one.context().getOrDefault(CHANGES, ""))
            .collect(Collectors.toSet());
    for (Delivery one : about) {
      if (one.kind().calls() && shows(one, actor) && !done.contains(one.id())) {
        outbox.enqueue(tx, changed(one, actor));
      }
    }
  }

  /** Whether its channel can change it, and does not know it from whoever acknowledged there. */
  private boolean shows(Delivery one, String actor) {
    Channel channel = directory.channel(one.system(), one.channel());
    return channel != null
        && channel.updates()
        && one.progress().state() == Delivery.State.ACCEPTED
        && !actor.startsWith(channel.kind() + ":");
  }

  private Delivery changed(Delivery one, String actor) {
    Map<String, String> facts = new TreeMap<>(one.context());
    facts.put(CHANGES, one.id());
    facts.put(KIND, one.kind().key());
    facts.put(BY, actor.startsWith("user:") ? actor.substring("user:".length()) : actor);
    return outbox.delivery(
        one.system(), Delivery.Kind.TAKEN, one.subject(), one.person(), one.channel(), facts);
  }
}
