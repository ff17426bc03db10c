package jigi.operate.notify;

import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.operate.notify.routing.Rate;
import org.jspecify.annotations.Nullable;

/** A way to reach people. Each kind is a slice of its own. */
public interface Channel {
  /** The key of {@link #fallback}, for kinds to list among theirs. */
  Field<String> FALLBACK =
      Field.optional("fallback", Shapes.name(), "The channel to use when this one fails.");

  /** The kind's name: {@code smtp}. */
  String kind();

  /** The channel that is used when this one fails; null for none. */
  @Nullable String fallback();

  /** How many messages it takes; what is more is told in one. */
  default Rate limit() {
    return Rate.NEVER;
  }

  /** Whether it reaches this person at all: mail needs an address. */
  boolean reaches(Person person);

  /**
   * Whether one message serves everybody, as in a team's Slack channel, or each person gets one.
   */
  default boolean isShared() {
    return false;
  }

  /** Whether what it was given before can be changed there: {@link Delivery.Kind#TAKEN}. */
  default boolean updates() {
    return false;
  }

  /** How its provider tells that somebody acknowledged there; null where it does not. */
  default @Nullable Answers answers() {
    return null;
  }

  /**
   * Hands the message over.
   *
   * @return what the provider answered: the proof
   * @throws DeliveryException when it was not accepted
   * @throws Secret.Missing when a secret cannot be had
   */
  String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException;
}
