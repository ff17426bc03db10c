package jigi.operate.notify;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import jigi.base.kernel.Hash;
import jigi.base.store.Tx;
import jigi.operate.notify.AlertGroup.Flap;
import jigi.operate.notify.AlertGroup.Member;
import jigi.operate.notify.routing.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that come and go: their group is said to flap once, then nothing is said until it has been
 * calm for as long as the times are counted.
 */
final class Flaps {
  private static final Comparator<Member> ENDED =
      Comparator.comparing(
              (Member member) -> Objects.requireNonNullElse(member.ended(), Instant.MIN))
          .thenComparing(Member::alert);

  private Flaps() {}

  /** Where a group stands when it is looked at. */
  enum Stage {
    NONE,
    /** It flaps, and people are to be told. */
    BEGINS,
    /** They know of it: what comes and goes is not told. */
    GOES_ON,
    /** They know of it, and it is over. */
    CALM
  }

  /**
   * @param flap null for {@link Stage#NONE}
   */
  record Look(Stage stage, @Nullable Flap flap, Rate rate) {
    boolean lasts() {
      return stage == Stage.BEGINS || stage == Stage.GOES_ON;
    }

    /** The member that ended last, which speaks for the group while none of it fires. */
    @Nullable Member speaker(List<Member> members) {
      return stage == Stage.NONE || members.stream().anyMatch(Member::isFiring)
          ? null
          : members.stream().max(ENDED).orElse(null);
    }

    /** When it is to be looked at again for its calm; null where that is not waited for. */
    @Nullable Instant next(Instant at, Instant otherwise) {
      if (!lasts() || flap == null) {
        return null;
      }
      Instant calm = flap.calm(rate);
      return calm.isAfter(at) ? calm : otherwise;
    }
  }

  /**
   * @param quiet whether nobody is told anything at this hour
   */
  static Look look(@Nullable Flap flap, Rate rate, boolean quiet, Instant at) {
    if (flap == null) {
      return new Look(Stage.NONE, null, rate);
    }
    boolean calm = !at.isBefore(flap.calm(rate));
    if (flap.told()) {
      return new Look(calm && !quiet ? Stage.CALM : Stage.GOES_ON, flap, rate);
    }
    return calm ? new Look(Stage.NONE, null, rate) : new Look(Stage.BEGINS, flap, rate);
  }

  /** An alert of the group fires. */
  static void begins(Tx tx, AlertGroup group, Member member, Rate rate, Instant at) {
    if (rate.equals(Rate.NEVER)) {
      return;
    }
    String alert = Hash.of(member.labels().toString());
    List<Instant> times =
        FlapRepository.add(tx.handle(), group, alert, at, at.minus(rate.within()));
    Flap known = group.flap();
    if (known != null) {
      GroupRepository.flap(
          tx.handle(), group.id(), new Flap(known.since(), known.times() + 1, known.told(), at));
    } else if (times.size() >= rate.times()) {
      Flap flap = new Flap(times.getFirst(), times.size(), false, at);
      GroupRepository.flap(tx.handle(), group.id(), flap);
    }
  }

  /** An alert of the group ends. */
  static void ends(Tx tx, AlertGroup group, Instant at) {
    Flap flap = group.flap();
    if (flap != null) {
      GroupRepository.flap(
          tx.handle(), group.id(), new Flap(flap.since(), flap.times(), flap.told(), at));
    }
  }

  /** The group was looked at, and told of if there was something to tell. */
  static void looked(Tx tx, AlertGroup group, Look look, boolean sent) {
    Flap flap = look.flap();
    if (flap != null && look.stage() == Stage.BEGINS && sent) {
      GroupRepository.flap(
          tx.handle(), group.id(), new Flap(flap.since(), flap.times(), true, flap.changed()));
    } else if (group.flap() != null && !look.lasts()) {
      GroupRepository.flap(tx.handle(), group.id(), null);
      FlapRepository.forget(tx.handle(), group);
    }
  }
}
