package jigi.operate.notify;

import jigi.base.config.Secret;
import jigi.operate.notify.routing.Rate;
import org.jspecify.annotations.Nullable;

/** A channel that takes only so many messages within a time. */
record Limited(Channel channel, Rate limit) implements Channel {
  @Override
  public String kind() {
    return channel.kind();
  }

  @Override
  public @Nullable String fallback() {
    return channel.fallback();
  }

  @Override
  public boolean reaches(Person person) {
    return channel.reaches(person);
  }

  @Override
  public boolean isShared() {
    return channel.isShared();
  }

  @Override
  public boolean updates() {
    return channel.updates();
  }

  @Override
  public @Nullable Answers answers() {
    return channel.answers();
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    return channel.send(message, to, context);
  }
}
