package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.wire.Network;
import jigi.base.journal.Journal;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.operate.notify.Delivery.Progress;
import jigi.operate.notify.Delivery.State;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt at a delivery. Each may be repeated: what was accepted is not sent again, and
 * what was accepted but not yet recorded is sent again under the same id.
 */
public final class Deliverer {
  static final int ATTEMPTS_WITH_FALLBACK = 5;

  /** With the run engine's backoff (2 s doubling to 5 min) a little more than a day. */
  static final int ATTEMPTS = 300;

  /** Who asks for a longer pause is not waited for where there is another channel. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final CrashPoint SENT = CrashPoint.named("delivery.sent");

  /** What the deliverer works with. */
  public record Surroundings(
      Store store,
      Journal journal,
      Timeline timeline,
      Troubles troubles,
      Network network,
      SecretSources environment) {}

  private final Surroundings around;
  private final Directory directory;
  private final MessageWriter writer;

  /** Until when a channel's provider wants to hear no more; whoever starts anew asks it again. */
  private final Map<String, Instant> pauses = new ConcurrentHashMap<>();

  public Deliverer(Surroundings around, Directory directory, MessageWriter writer) {
    this.around = around;
    this.directory = directory;
    this.writer = writer;
  }

  /**
   * How an attempt ended.
   *
   * @param text the provider's answer, or why there is none
   * @param pause before which the provider wants to hear no more
   */
  public record DeliveryOutcome(Result result, String text, Duration pause) {
    DeliveryOutcome(Result result, String text) {
      this(result, text, Duration.ZERO);
    }

    DeliveryOutcome after(Duration newPause) {
      return new DeliveryOutcome(result, text, newPause);
    }

    /** What the run engine has to do. */
    public enum Result {
      ACCEPTED,
      AGAIN,
      /** Given up; a fallback may have been started. */
      OVER
    }
  }

  /**
   * Makes an attempt.
   *
   * @param startFallback records a run for another delivery in the transaction
   */
  DeliveryOutcome deliver(String id, BiConsumer<Tx, Delivery> startFallback)
      throws InterruptedException {
    Delivery delivery = around.store().read(handle -> DeliveryRepository.find(handle, id));
    if (delivery == null) {
      return new DeliveryOutcome(DeliveryOutcome.Result.OVER, "no such delivery (" + id + ")");
    }
    if (delivery.progress().state().isFinal()) {
      return outcome(delivery.progress());
    }
    try {
      awaitPause(delivery);
      String proof = send(delivery);
      SENT.pass();
      return accepted(delivery, proof);
    } catch (DeliveryException e) {
      pauses.merge(key(delivery), around.timeline().instant().plus(e.pause()), Deliverer::later);
      return refused(delivery, text(e), e.pause(), startFallback).after(e.pause());
    } catch (Secret.Missing e) {
      return refused(delivery, text(e), Duration.ZERO, startFallback);
    }
  }

  /** What a provider asks for counts for all messages that its channel has. */
  private void awaitPause(Delivery delivery) throws DeliveryException {
    Instant until = pauses.get(key(delivery));
    Instant now = around.timeline().instant();
    if (until != null && until.isAfter(now)) {
      throw new DeliveryException(
          delivery.channel() + " asked to be left alone until " + until,
          Duration.between(now, until));
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String key(Delivery delivery) {
    return delivery.system() + "/" + delivery.channel();
  }

  private static String text(Exception e) {
    return Message.oneLine(String.valueOf(e.getMessage()));
  }

  private String send(Delivery delivery)
      throws DeliveryException, Secret.Missing, InterruptedException {
    NotifySettings settings = directory.settings(delivery.system());
    Channel channel = settings == null ? null : settings.channels().get(delivery.channel());
    Person person = settings == null ? null : settings.people().get(delivery.person());
    if (settings == null || channel == null || person == null) {
      throw new DeliveryException(
          "the manual no longer names " + delivery.person() + " or " + delivery.channel());
    }
    Message message =
        writer.write(
            delivery,
            replyTo(delivery),
            directory.known(delivery),
            directory.language(delivery.system(), channel.isShared() ? null : person));
    return channel.send(
        message,
        person,
        new SendContext(
            settings.folder(),
            around.environment(),
            around.timeline().instant(),
            around.network()));
  }

  /** The first message about the same thing to the same person by the same channel. */
  private Message.@Nullable Earlier replyTo(Delivery delivery) {
    String changes = delivery.context().get(Updates.CHANGES);
    if (changes != null) {
      Delivery changed = around.store().read(handle -> DeliveryRepository.find(handle, changes));
      return changed == null ? null : new Message.Earlier(changed.id(), changed.progress().proof());
    }
    return around
        .store()
        .read(handle -> DeliveryRepository.about(handle, delivery.subject()))
        .stream()
        .filter(
            other ->
                other.person().equals(delivery.person())
                    && other.channel().equals(delivery.channel())
                    && !other.id().equals(delivery.id())
                    && other.created().isBefore(delivery.created()))
        .map(first -> new Message.Earlier(first.id(), first.progress().proof()))
        .findFirst()
        .orElse(null);
  }

  private DeliveryOutcome accepted(Delivery delivery, String proof) {
    Instant now = around.timeline().instant();
    Progress progress =
        new Progress(State.ACCEPTED, delivery.progress().attempts() + 1, proof, null, now);
    around
        .store()
        .change(
            tx -> {
              DeliveryRepository.update(tx.handle(), delivery.id(), progress);
              around
                  .journal()
                  .append(
                      tx, NotifyEvents.draft(NotifyEvents.ACCEPTED, delivery).with("proof", proof));
            });
    around.troubles().clear(trouble(delivery));
    return outcome(progress);
  }

  private DeliveryOutcome refused(
      Delivery delivery, String error, Duration pause, BiConsumer<Tx, Delivery> startFallback) {
    long attempts = delivery.progress().attempts() + 1;
    Channel channel = directory.channel(delivery.system(), delivery.channel());
    String fallback = channel == null ? null : usableFallback(delivery, channel);
    boolean over =
        fallback == null
            ? attempts >= ATTEMPTS
            : attempts >= ATTEMPTS_WITH_FALLBACK || pause.compareTo(PATIENCE) > 0;
    State state = !over ? State.RETRYING : fallback == null ? State.DEAD : State.FAILED;
    Instant ended = over ? around.timeline().instant() : null;
    Progress progress = new Progress(state, attempts, null, error, ended);
    around
        .store()
        .change(
            tx -> {
              DeliveryRepository.update(tx.handle(), delivery.id(), progress);
              if (attempts == 1 || state == State.DEAD) {
                around
                    .journal()
                    .append(
                        tx,
                        NotifyEvents.draft(
                                state == State.DEAD ? NotifyEvents.DEAD : NotifyEvents.FAILED,
                                delivery)
                            .with("error", error));
              }
              if (state == State.FAILED) {
                Delivery other = instead(delivery, Objects.requireNonNull(fallback));
                startFallback.accept(tx, other);
                DeliveryRepository.linkLike(tx.handle(), other.id(), delivery.id());
              }
            });
    around
        .troubles()
        .raise(
            new Troubles.Trouble(
                trouble(delivery),
                "channel-failing",
                Map.of("channel", delivery.channel(), "error", error)));
    return outcome(progress);
  }

  /** A fallback that would come back to a channel that has failed already is none. */
  private @Nullable String usableFallback(Delivery delivery, Channel channel) {
    String fallback = channel.fallback();
    for (String earlier = delivery.fallbackOf(); earlier != null && fallback != null; ) {
      String id = earlier;
      Delivery before = around.store().read(handle -> DeliveryRepository.find(handle, id));
      if (before == null) {
        break;
      }
      if (before.channel().equals(fallback)) {
        return null;
      }
      earlier = before.fallbackOf();
    }
    return fallback;
  }

  private Delivery instead(Delivery failed, String channel) {
    Instant now = around.timeline().instant();
    return new Delivery(
        Ids.next(now),
        failed.system(),
        failed.kind(),
        failed.subject(),
        failed.person(),
        channel,
        failed.context(),
        Progress.QUEUED,
        now,
        failed.id());
  }

  private static String trouble(Delivery delivery) {
    return "channel.failing:" + key(delivery);
  }

  private static DeliveryOutcome outcome(Progress progress) {
    return switch (progress.state()) {
      case ACCEPTED ->
          new DeliveryOutcome(DeliveryOutcome.Result.ACCEPTED, String.valueOf(progress.proof()));
      case QUEUED, RETRYING, HELD ->
          new DeliveryOutcome(DeliveryOutcome.Result.AGAIN, String.valueOf(progress.lastError()));
      case BUNDLED, FAILED, DEAD ->
          new DeliveryOutcome(DeliveryOutcome.Result.OVER, String.valueOf(progress.lastError()));
    };
  }
}
