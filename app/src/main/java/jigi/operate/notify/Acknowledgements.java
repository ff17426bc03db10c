package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.base.store.Store;
import jigi.operate.notify.AlertGroup.Member;
import org.jspecify.annotations.Nullable;

/** Whoever acknowledges at a provider has acknowledged here. */
public final class Acknowledgements {
  private static final int LONGEST_NAME = 80;

  /** Whoever knocks with a wrong secret fills no journal. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  private final Surroundings around;
  private final Function<String, @Nullable NotifySettings> settings;
  private final Acts acts;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  /** What it works with. */
  public record Surroundings(
      Store store, Journal journal, Timeline timeline, SecretSources environment) {}

  /**
   * How things are acknowledged: their id, and who does it.
   *
   * @param alert one that has not ended
   * @param incident one in whatever state
   */
  public record Acts(BiConsumer<String, String> alert, BiConsumer<String, String> incident) {}

  /** What became of something that was posted. */
  public sealed interface Receipt {
    /**
     * @param count of alerts, or 1 for an incident
     */
    record Acknowledged(int count) implements Receipt {}

    /** It acknowledges nothing, or nothing that is still open. */
    record Ignored() implements Receipt {}

    record Forged() implements Receipt {}

    /**
     * @param why the secret cannot be read
     */
    record NoSecret(String why) implements Receipt {}
  }

  public Acknowledgements(
      Surroundings around, Function<String, @Nullable NotifySettings> settings, Acts acts) {
    this.around = around;
    this.settings = settings;
    this.acts = acts;
  }

  /**
   * Takes what a provider posts to a channel; null when there is no channel that listens.
   *
   * @throws jigi.base.kernel.UserError when it cannot be read
   */
  public @Nullable Receipt receive(String system, String channel, Answers.Posted posted) {
    NotifySettings known = settings.apply(system);
    Channel found = known == null ? null : known.channels().get(channel);
    Answers answers = found == null ? null : found.answers();
    if (known == null || answers == null) {
      return null;
    }
    Duration ahead = around.timeline().ahead();
    Instant now = around.timeline().instant().minus(ahead);
    try {
      String secret = answers.secret().read(known.folder(), around.environment());
      if (secret.isEmpty() || !answers.isGenuine(posted, secret, now)) {
        refused(system, channel);
        return new Receipt.Forged();
      }
    } catch (Secret.Missing e) {
      return new Receipt.NoSecret(String.valueOf(e.getMessage()));
    }
    Answers.Taken taken = answers.read(posted);
    return taken == null
        ? new Receipt.Ignored()
        : acknowledge(system, taken, taken.at().plus(ahead), actor(known, answers, taken));
  }

  private Receipt acknowledge(String system, Answers.Taken taken, Instant at, String actor) {
    Subject subject = subject(system, taken.key(), at);
    subject.alerts().forEach(alert -> acts.alert().accept(alert, actor));
    String incident = subject.incident();
    if (incident != null) {
      acts.incident().accept(incident, actor);
    }
    int count = subject.alerts().size() + (incident == null ? 0 : 1);
    return count == 0 ? new Receipt.Ignored() : new Receipt.Acknowledged(count);
  }

  /** What a message was about: alerts that fire, or an incident. */
  private record Subject(List<String> alerts, @Nullable String incident) {}

  private Subject subject(String system, String key, Instant at) {
    Store store = around.store();
    Delivery delivery = store.read(handle -> DeliveryRepository.find(handle, key));
    if (delivery == null) {
      return new Subject(ofThread(system, key, at), null);
    }
    if (!delivery.system().equals(system)) {
      return new Subject(List.of(), null);
    }
    if (delivery.kind().calls() && delivery.kind().isOfIncident()) {
      return new Subject(List.of(), delivery.subject());
    }
    Set<String> about =
        new HashSet<>(store.read(handle -> DeliveryRepository.alertsOf(handle, key)));
    List<Member> firing = store.read(handle -> GroupRepository.firing(handle, system));
    return new Subject(alerts(firing, one -> about.contains(one.alert())), null);
  }

  /**
   * What was said again much later, or by whoever kept a copy, concerns nothing that came since.
   */
  private List<String> ofThread(String system, String key, Instant at) {
    List<Member> members =
        around
            .store()
            .read(
                handle ->
                    GroupRepository.all(handle, system).stream()
                        .filter(group -> Message.thread(system, group.key()).equals(key))
                        .flatMap(group -> GroupRepository.members(handle, group.id()).stream())
                        .toList());
    return alerts(members, one -> one.told() && began(one).isBefore(at));
  }

  private static Instant began(Member member) {
    String since = member.args().get("since");
    return since == null ? Instant.EPOCH : Instant.parse(since);
  }

  private static List<String> alerts(List<Member> members, Predicate<Member> wanted) {
    return members.stream()
        .filter(Member::isFiring)
        .filter(wanted)
        .map(Member::alert)
        .distinct()
        .toList();
  }

  /** Whom the manual knows by the provider's id is called as there. */
  private static String actor(NotifySettings known, Answers answers, Answers.Taken taken) {
    String name =
        known.people().values().stream()
            .filter(one -> !taken.member().isEmpty() && taken.member().equals(one.slack()))
            .map(Person::key)
            .findFirst()
            .orElse(taken.name());
    return answers.provider() + ":" + Message.cut(Message.oneLine(name), LONGEST_NAME);
  }

  private void refused(String system, String channel) {
    Instant now = around.timeline().instant();
    Instant last = told.get(system + "/" + channel);
    if (last == null || !last.plus(TOLD_EVERY).isAfter(now)) {
      told.put(system + "/" + channel, now);
      around
          .store()
          .change(
              tx ->
                  around
                      .journal()
                      .append(
                          tx,
                          EventDraft.of(NotifyEvents.ANSWER_REFUSED)
                              .system(system)
                              .with("channel", channel)));
    }
  }
}
