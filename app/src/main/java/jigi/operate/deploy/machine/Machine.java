package jigi.operate.deploy.machine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows. Each stage has one act, and a stage is written down before its act, so that
 * a crash is answered by doing the act of the stage again.
 *
 * <p>Whatever fails or is cancelled: the colour that receives requests is never stopped as long as
 * the other one does not receive them.
 */
public final class Machine {
  private Machine() {}

  /** What the stage wants done. */
  public static Act act(Memory memory) {
    Change change = memory.change();
    if (change == null) {
      return new Act.Rest();
    }
    Roll roll = change.roll();
    if (roll != null) {
      return Rolling.act(memory, change, roll);
    }
    Colour target = change.colour();
    return switch (change.stage()) {
      case PREPARED, SWITCHED -> new Act.Rest();
      case STARTING -> new Act.Start(target, change.release());
      case CHECKING -> new Act.Check(target);
      case SWITCHING -> new Act.Point(target, false);
      case OBSERVING -> Act.Watch.of(target);
      case DRAINING -> new Act.Drain(target.other());
      case STOPPING -> stop(memory, target.other());
      case RETURNING, REVERTING -> new Act.Point(target.other(), true);
      case CLEARING -> new Act.Drain(target);
      case REMOVING -> new Act.Stop(target, change.release());
      case REPOINTING -> new Act.Point(target, false);
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(change);
    };
  }

  private static IllegalStateException misplaced(Change change) {
    return new IllegalStateException("colours are never " + change.stage().key());
  }

  private static Act stop(Memory memory, Colour colour) {
    Release release = memory.releases().get(colour);
    return new Act.Stop(colour, release == null ? new Release("", "") : release);
  }

  /** Where an event leads; the same memory when it changes nothing. */
  public static Memory after(Memory memory, Event event) {
    Change open = memory.change();
    Roll roll = open == null ? null : open.roll();
    if (open != null && roll != null) {
      return Rolling.after(memory, open, roll, event);
    }
    return switch (event) {
      case Event.Done done -> done(memory);
      case Event.Started started -> started(memory, started.digest());
      case Event.Unproven unproven -> unproven(memory);
      case Event.Failed failed -> failed(memory, failed.why());
      case Event.OldIsSick sick -> oldIsSick(memory);
      case Event.Cancelled cancelled -> cancelled(memory, cancelled.why());
    };
  }

  private static Memory started(Memory memory, String digest) {
    Change change = Objects.requireNonNull(memory.change());
    return change.stage() == Stage.STARTING ? memory.with(change.started(digest)) : done(memory);
  }

  private static Memory done(Memory memory) {
    Change change = Objects.requireNonNull(memory.change());
    return switch (change.stage()) {
      case STARTING -> memory.with(change.at(Stage.CHECKING));
      case CHECKING, REVERTING -> memory.with(change.forwards(Stage.PREPARED));
      case SWITCHING -> memory.with(change.at(Stage.OBSERVING));
      case OBSERVING -> memory.with(change.at(Stage.SWITCHED));
      case DRAINING -> memory.with(change.at(Stage.STOPPING));
      case STOPPING -> memory.ended(change.colour(), Ended.Outcome.DEPLOYED);
      case RETURNING -> memory.with(change.at(Stage.CLEARING));
      case CLEARING -> memory.with(change.at(Stage.REMOVING));
      case REMOVING ->
          memory.ended(
              memory.active(),
              change.cancelled() ? Ended.Outcome.CANCELLED : Ended.Outcome.ROLLED_BACK);
      case REPOINTING -> memory.repointed(change.colour());
      case PREPARED, SWITCHED -> memory;
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(change);
    };
  }

  /** The new colour keeps what it has, and the old one stays. */
  private static Memory unproven(Memory memory) {
    Change change = Objects.requireNonNull(memory.change());
    return change.stage() == Stage.OBSERVING ? memory.with(change.at(Stage.SWITCHED)) : memory;
  }

  /** What cannot be taken back any further stays where it is until a person asks again. */
  private static Memory failed(Memory memory, String why) {
    Change change = Objects.requireNonNull(memory.change());
    return switch (change.stage()) {
      case STARTING, CHECKING -> memory.with(change.back(Stage.REMOVING, why, false));
      case SWITCHING -> memory.with(back(memory, change, why, false, Stage.PREPARED));
      case OBSERVING -> memory.with(back(memory, change, why, false, Stage.SWITCHED));
      case DRAINING -> memory.with(change.at(Stage.SWITCHED));
      case STOPPING, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING, PREPARED, SWITCHED ->
          memory;
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(change);
    };
  }

  /** Back to the old colour where there is one, else to where it rests. */
  private static Change back(
      Memory memory, Change change, String why, boolean byPerson, Stage otherwise) {
    return memory.active() == null
        ? change.forwards(otherwise)
        : change.back(Stage.RETURNING, why, byPerson);
  }

  private static Memory oldIsSick(Memory memory) {
    Change change = Objects.requireNonNull(memory.change());
    return switch (change.stage()) {
      case RETURNING, REVERTING -> memory.with(change.forwards(Stage.SWITCHED));
      case STARTING,
          CHECKING,
          PREPARED,
          SWITCHING,
          OBSERVING,
          SWITCHED,
          DRAINING,
          STOPPING,
          CLEARING,
          REMOVING,
          REPOINTING ->
          memory;
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(change);
    };
  }

  /** From the moment at which the old colour is being stopped, there is no way back. */
  private static Memory cancelled(Memory memory, String why) {
    Change change = Objects.requireNonNull(memory.change());
    return switch (change.stage()) {
      case STARTING, CHECKING -> memory.with(change.back(Stage.REMOVING, why, true));
      case SWITCHING -> memory.with(back(memory, change, why, true, Stage.PREPARED));
      case OBSERVING -> memory.with(back(memory, change, why, true, Stage.SWITCHED));
      case DRAINING -> memory.with(change.at(Stage.SWITCHED));
      case STOPPING, RETURNING, CLEARING, REMOVING, REVERTING, REPOINTING, PREPARED, SWITCHED ->
          memory;
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(change);
    };
  }

  /** Whether a phase may go on from here. */
  public static Answer ask(Memory memory, Asked asked) {
    Change open = memory.change();
    Roll roll = open == null ? null : open.roll();
    if (open != null && roll != null) {
      return rolling(memory, open, roll, asked);
    }
    return switch (asked) {
      case Asked.Roll begin -> roll(memory, begin.change());
      case Asked.Scale scale -> scale(memory, scale);
      case Asked.Prepare prepare -> prepare(memory, prepare.change());
      case Asked.Gateway gateway -> gateway(memory, gateway.deployment());
      case Asked.Finalize finish -> finish(memory, finish.deployment());
      case Asked.Cancel cancel -> cancel(memory, cancel);
      case Asked.Force force -> force(memory, force);
    };
  }

  private static Answer rolling(Memory memory, Change open, Roll roll, Asked asked) {
    Answer over = over(memory, asked.deployment());
    if (over != null) {
      return over;
    }
    return open.deployment().equals(asked.deployment())
        ? Rolling.ask(memory, open, roll, asked)
        : new Answer.Refused("roll-open");
  }

  private static Answer roll(Memory memory, Change wanted) {
    Answer over = over(memory, wanted.deployment());
    if (over != null) {
      return over;
    }
    if (memory.change() != null) {
      return new Answer.Refused("deployment-open");
    }
    return memory.active() == null
        ? Rolling.begin(memory, wanted)
        : new Answer.Refused("other-strategy");
  }

  private static Answer scale(Memory memory, Asked.Scale wanted) {
    Answer over = over(memory, wanted.deployment());
    if (over != null) {
      return over;
    }
    return memory.change() == null
        ? Rolling.scale(memory, wanted)
        : new Answer.Refused("deployment-open");
  }

  private static Answer prepare(Memory memory, Change wanted) {
    Answer over = over(memory, wanted.deployment());
    if (over != null) {
      return over;
    }
    Change open = memory.change();
    if (open == null && !Rolling.all(memory).isEmpty()) {
      return new Answer.Refused("other-strategy");
    }
    if (open == null) {
      return wanted.target() == memory.active()
          ? new Answer.Refused("would-replace-live")
          : new Answer.Go(memory.with(wanted));
    }
    if (!open.deployment().equals(wanted.deployment())) {
      return new Answer.Refused("deployment-open");
    }
    return open.stage().rests() ? new Answer.Already() : new Answer.Go(memory);
  }

  private static Answer gateway(Memory memory, String deployment) {
    Change open = open(memory, deployment);
    if (open == null) {
      return notOpen(memory, deployment);
    }
    return switch (open.stage()) {
      case PREPARED -> new Answer.Go(memory.with(open.at(Stage.SWITCHING)));
      case SWITCHED -> new Answer.Already();
      case STARTING,
          CHECKING,
          SWITCHING,
          OBSERVING,
          RETURNING,
          CLEARING,
          REMOVING,
          REVERTING,
          REPOINTING ->
          new Answer.Go(memory);
      case DRAINING, STOPPING -> new Answer.Already();
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(open);
    };
  }

  private static Answer finish(Memory memory, String deployment) {
    Change open = open(memory, deployment);
    if (open == null) {
      return notOpen(memory, deployment);
    }
    return switch (open.stage()) {
      case SWITCHED -> new Answer.Go(memory.with(open.at(Stage.DRAINING)));
      case PREPARED -> new Answer.Refused("not-switched");
      case STARTING,
          CHECKING,
          SWITCHING,
          OBSERVING,
          DRAINING,
          STOPPING,
          RETURNING,
          CLEARING,
          REMOVING,
          REVERTING,
          REPOINTING ->
          new Answer.Go(memory);
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(open);
    };
  }

  private static Answer cancel(Memory memory, Asked.Cancel asked) {
    Change open = open(memory, asked.deployment());
    if (open == null) {
      return notOpen(memory, asked.deployment());
    }
    return switch (open.stage()) {
      case STARTING, CHECKING, PREPARED ->
          new Answer.Go(memory.with(open.back(Stage.REMOVING, asked.why(), true)));
      case SWITCHING, OBSERVING, SWITCHED, DRAINING, REVERTING ->
          memory.active() == null
              ? new Answer.Refused("no-way-back")
              : new Answer.Go(memory.with(open.back(Stage.RETURNING, asked.why(), true)));
      case STOPPING -> new Answer.Refused("past-return");
      case RETURNING, CLEARING, REMOVING, REPOINTING -> new Answer.Go(memory);
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(open);
    };
  }

  private static Answer force(Memory memory, Asked.Force asked) {
    Change open = memory.change();
    if (open == null) {
      Release release = memory.releases().get(asked.colour());
      return release == null
          ? new Answer.Refused("colour-not-running")
          : new Answer.Go(
              memory.with(
                  new Change(
                      asked.deployment(), asked.colour(), release, Stage.REPOINTING, null, false)));
    }
    boolean toTarget = open.target() == asked.colour();
    return switch (open.stage()) {
      case PREPARED ->
          toTarget ? new Answer.Go(memory.with(open.at(Stage.SWITCHING))) : new Answer.Already();
      case SWITCHED -> toTarget ? new Answer.Already() : revert(memory, open);
      case REVERTING, SWITCHING, OBSERVING, REPOINTING, RETURNING, CLEARING, REMOVING ->
          new Answer.Go(memory);
      case STARTING, CHECKING -> new Answer.Refused("not-prepared");
      case DRAINING, STOPPING -> new Answer.Refused("past-return");
      case PREPARING, LEAVING, JOINING, SETTLING -> throw misplaced(open);
    };
  }

  private static Answer revert(Memory memory, Change open) {
    return memory.active() == null
        ? new Answer.Refused("no-way-back")
        : new Answer.Go(memory.with(open.at(Stage.REVERTING)));
  }

  private static @Nullable Change open(Memory memory, String deployment) {
    Change open = memory.change();
    return open != null && open.deployment().equals(deployment) ? open : null;
  }

  private static Answer notOpen(Memory memory, String deployment) {
    Answer over = over(memory, deployment);
    return over == null ? new Answer.Refused("nothing-open") : over;
  }

  private static @Nullable Answer over(Memory memory, String deployment) {
    Ended last = memory.last();
    return last != null && last.deployment().equals(deployment) ? new Answer.Over(last) : null;
  }
}
