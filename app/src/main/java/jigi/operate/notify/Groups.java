package jigi.operate.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jigi.base.journal.Event;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timer;
import jigi.base.store.Tx;
import jigi.metrics.model.Labels;
import jigi.operate.notify.AlertGroup.Clocks;
import jigi.operate.notify.AlertGroup.Member;
import jigi.operate.notify.routing.Grouping;
import jigi.operate.notify.routing.RouteNode;
import org.jspecify.annotations.Nullable;

/**
 * Gathers alerts that belong together and decides when what is said of them, by Alertmanager's
 * rules (https://prometheus.io/docs/alerting/latest/configuration/#route). A group is in the store
 * from its first alert on; that a message is wanted and that it was wanted are one transaction.
 */
final class Groups {
  private static final CrashPoint GATHERED = CrashPoint.named("group.gathered");

  /** How soon an alert that is kept from people is looked at again. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final NotifyEngine.Surroundings around;
  private final Directory directory;
  private final GroupSender sender;
  private final Foundations foundations;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  Groups(
      NotifyEngine.Surroundings around,
      Directory directory,
      GroupSender sender,
      Foundations foundations) {
    this.around = around;
    this.directory = directory;
    this.sender = sender;
    this.foundations = foundations;
  }

  /** Goes on with what waits. */
  void start() {
    around.store().read(GroupRepository::waiting).forEach(this::arm);
  }

  /** Has the groups of a system looked at now: what kept alerts from people may be over. */
  void look(String system) {
    Instant now = around.timeline().instant();
    around
        .store()
        .change(
            tx -> {
              for (AlertGroup one : GroupRepository.all(tx.handle(), system)) {
                AlertGroup group = GroupRepository.lock(tx.handle(), one.id());
                boolean waits =
                    group != null
                        && group.clocks().flushedAt() != null
                        && GroupRepository.members(tx.handle(), group.id()).stream()
                            .anyMatch(member -> !member.told());
                if (group != null && waits) {
                  schedule(tx, group, now);
                }
              }
            });
  }

  void onFiring(Tx tx, Event event, String system, NotifySettings known) {
    Map<String, String> args = event.what().args();
    String alert = args.get("id");
    if (alert != null) {
      Member member = new Member(alert, system, false, false, event.at(), null, args);
      gather(tx, known, member, event.at());
    }
  }

  private void gather(Tx tx, NotifySettings known, Member member, Instant firedAt) {
    Labels labels = member.labels();
    for (RouteNode node : known.routing().root().match(labels)) {
      if (node.receiver() == null) {
        continue;
      }
      Grouping grouping = node.grouping();
      Map<String, String> common = grouping.of(labels.without(AlertGroup.SEVERITY));
      String found = GroupRepository.find(tx.handle(), member.system(), node.key(), common);
      AlertGroup group =
          found == null
              ? begin(tx, new Place(member.system(), node), common, firedAt)
              : Objects.requireNonNull(GroupRepository.lock(tx.handle(), found));
      Instant due = since(member, firedAt).plus(grouping.delay());
      Instant now = around.timeline().instant();
      Instant ready = due.isBefore(now) ? now : due;
      GroupRepository.put(tx.handle(), group.id(), member.untold(ready));
      Flaps.begins(tx, group, member, grouping.flap(), firedAt);
      Instant next = group.next(grouping, now);
      schedule(tx, group, ready.isAfter(next) ? ready : next);
    }
    tx.afterCommit(GATHERED::pass);
  }

  /** Where alerts are gathered. */
  private record Place(String system, RouteNode node) {}

  private AlertGroup begin(Tx tx, Place place, Map<String, String> labels, Instant firedAt) {
    Instant now = around.timeline().instant();
    Instant first = firedAt.plus(place.node().grouping().pace().first());
    AlertGroup group =
        new AlertGroup(
            Ids.next(now),
            place.system(),
            place.node().key(),
            labels,
            new Clocks(first.isBefore(now) ? now : first, null, null),
            null);
    GroupRepository.insert(tx.handle(), group, now);
    return group;
  }

  private static Instant since(Member member, Instant otherwise) {
    String since = member.args().get("since");
    return since == null ? otherwise : Instant.parse(since);
  }

  void onResolved(Tx tx, Event event, NotifySettings known) {
    Map<String, String> args = event.what().args();
    String alert = args.get("id");
    if (alert == null) {
      return;
    }
    Instant now = around.timeline().instant();
    List<String> groups = GroupRepository.ofAlert(tx.handle(), alert);
    for (String id : groups) {
      AlertGroup group = GroupRepository.lock(tx.handle(), id);
      RouteNode node = group == null ? null : known.routing().root().find(group.route());
      // Nobody asked for this wait, so nobody is to miss what began and ended within it.
      if (group != null
          && node != null
          && node.grouping().eager()
          && GroupRepository.isUntold(tx.handle(), id, alert)) {
        decide(tx, group, known, node, now);
      }
    }
    GroupRepository.end(tx.handle(), alert, event.at(), args);
    for (String id : GroupRepository.ofAlert(tx.handle(), alert)) {
      AlertGroup group = GroupRepository.lock(tx.handle(), id);
      RouteNode node = group == null ? null : known.routing().root().find(group.route());
      if (group != null) {
        Flaps.ends(tx, group, event.at());
        schedule(tx, group, node == null ? now : group.next(node.grouping(), now));
      }
    }
  }

  /** Has it looked at no later than then. */
  private void schedule(Tx tx, AlertGroup group, Instant at) {
    Clocks clocks = group.clocks();
    Instant planned = clocks.flushAt();
    Instant next = planned != null && planned.isBefore(at) ? planned : at;
    // The first alert sets a new group's time; a member that is due later does not keep it back.
    boolean first = clocks.flushedAt() == null && planned != null;
    save(tx, group, new Clocks(first ? planned : next, clocks.flushedAt(), clocks.notifiedAt()));
  }

  private void save(Tx tx, AlertGroup group, Clocks clocks) {
    GroupRepository.save(tx.handle(), group.id(), clocks);
    AlertGroup now = group.at(clocks);
    tx.afterCommit(() -> arm(now));
  }

  private void arm(AlertGroup group) {
    Instant due = group.clocks().flushAt();
    Timer waiting = timers.get(group.id());
    if (waiting != null && due != null && waiting.due().equals(due)) {
      return;
    }
    disarm(group.id());
    if (due != null) {
      timers.put(
          group.id(), around.timeline().at(due, "group " + group.route(), () -> flush(group.id())));
    }
  }

  private void disarm(String group) {
    Timer waiting = timers.remove(group);
    if (waiting != null) {
      waiting.cancel();
    }
  }

  private void flush(String id) {
    timers.remove(id);
    around
        .store()
        .change(
            tx -> {
              AlertGroup group = GroupRepository.lock(tx.handle(), id);
              Instant due = group == null ? null : group.clocks().flushAt();
              Instant now = around.timeline().instant();
              if (group == null || due == null || due.isAfter(now)) {
                return;
              }
              NotifySettings known = directory.settings(group.system());
              RouteNode node = known == null ? null : known.routing().root().find(group.route());
              if (known != null && node != null) {
                boolean late =
                    Duration.between(due, now).compareTo(node.grouping().pace().interval()) > 0;
                decide(tx, group, known, node, late ? now : due);
              } else if (known != null) {
                reroute(tx, group, known, now);
              }
            });
  }

  /** The manual has no such route any more: its alerts go by the ones that it has. */
  private void reroute(Tx tx, AlertGroup group, NotifySettings known, Instant now) {
    List<Member> firing =
        GroupRepository.members(tx.handle(), group.id()).stream().filter(Member::isFiring).toList();
    over(tx, group);
    firing.forEach(member -> gather(tx, known, member, now));
  }

  private void over(Tx tx, AlertGroup group) {
    GroupRepository.delete(tx.handle(), group.id());
    sender.over(tx, group, around.timeline().instant());
    tx.afterCommit(() -> disarm(group.id()));
  }

  /** What a look at a group has found. */
  private record Seen(List<Member> told, List<Member> fresh, List<Member> ended) {
    List<Member> firing() {
      List<Member> all = new ArrayList<>(told);
      all.addAll(fresh);
      return all;
    }
  }

  private void decide(Tx tx, AlertGroup group, NotifySettings known, RouteNode node, Instant at) {
    List<Member> members = GroupRepository.members(tx.handle(), group.id());
    ZoneId zone = directory.zone(group.system());
    boolean quiet = node.calendar().isQuiet(at, zone);
    Mutes mutes =
        new Mutes(
            new Mutes.Sight(group.system(), at, zone, known),
            SilenceRepository.after(tx.handle(), group.system(), at),
            () -> GroupRepository.firing(tx.handle(), group.system()),
            foundations);
    Flaps.Look flap = Flaps.look(group.flap(), node.grouping().flap(), quiet, at);
    Member speaker = flap.speaker(members);
    Seen seen = quiet ? new Seen(List.of(), List.of(), List.of()) : seen(members, mutes, at);
    if (!quiet && speaker != null && !mutes.isWanted(speaker)) {
      seen = new Seen(seen.told(), seen.fresh(), List.of(speaker));
    }
    Instant notified = group.clocks().notifiedAt();
    boolean again = isDueAgain(node, seen, notified, at);
    boolean send =
        switch (flap.stage()) {
          case NONE -> again || !seen.fresh().isEmpty() || !seen.ended().isEmpty();
          case BEGINS, CALM -> !seen.firing().isEmpty() || !seen.ended().isEmpty();
          case GOES_ON -> false;
        };
    if (send) {
      boolean all = flap.stage() != Flaps.Stage.NONE || again && seen.fresh().isEmpty();
      Receiver receiver = known.routing().receivers().get(String.valueOf(node.receiver()));
      GroupSender.Told told =
          new GroupSender.Told(
              group,
              seen.firing(),
              seen.ended(),
              all ? seen.firing() : seen.fresh(),
              mutes::hiddenBy,
              flap);
      sender.send(tx, Objects.requireNonNull(receiver), told);
    }
    if (send || flap.stage() == Flaps.Stage.GOES_ON) {
      GroupRepository.told(tx.handle(), group.id(), ids(seen.fresh()));
    }
    Flaps.looked(tx, group, flap, send);
    Member kept = flap.lasts() ? speaker : null;
    List<Member> over =
        members.stream()
            .filter(one -> !one.isFiring() && !(quiet && one.told()) && !one.equals(kept))
            .toList();
    GroupRepository.remove(tx.handle(), group.id(), ids(over));
    if (over.size() == members.size()) {
      over(tx, group);
      return;
    }
    List<Member> rest = new ArrayList<>(members);
    rest.removeAll(over);
    rest.remove(kept);
    Instant last = send ? at : notified;
    Instant next = earliest(next(node, rest, seen, at), repeatAt(node, at, last));
    save(tx, group, new Clocks(earliest(next, flap.next(at, lookAt(node, at))), at, last));
  }

  private static boolean isDueAgain(
      RouteNode node, Seen seen, @Nullable Instant notified, Instant at) {
    Duration repeat = node.grouping().pace().repeat();
    return repeat != null
        && notified != null
        && !seen.firing().isEmpty()
        && Duration.between(notified, at).compareTo(repeat) > 0;
  }

  /** When those that are left want to be looked at; null for not before something happens. */
  private static @Nullable Instant next(RouteNode node, List<Member> rest, Seen seen, Instant at) {
    Set<String> fresh = new HashSet<>(ids(seen.fresh()));
    boolean waiting =
        rest.stream()
            .filter(member -> !fresh.contains(member.alert()))
            .anyMatch(member -> !member.isFiring() || !member.told() && !member.due().isAfter(at));
    Instant next = waiting ? lookAt(node, at) : null;
    for (Member member : rest) {
      boolean later = member.isFiring() && !member.told() && member.due().isAfter(at);
      next = later ? earliest(next, member.due()) : next;
    }
    return next;
  }

  private static Seen seen(List<Member> members, Mutes mutes, Instant at) {
    List<Member> told = new ArrayList<>();
    List<Member> fresh = new ArrayList<>();
    List<Member> ended = new ArrayList<>();
    for (Member member : members) {
      Mute mute = mutes.why(member);
      if (!member.isFiring()) {
        // Whoever was told that it fires is told that it is over, unless it was to be silent.
        if (member.told() && (mute == null || !mute.isWanted())) {
          ended.add(member);
        }
      } else if (mute == null && !member.due().isAfter(at)) {
        (member.told() ? told : fresh).add(member);
      }
    }
    return new Seen(told, fresh, ended);
  }

  private static @Nullable Instant repeatAt(RouteNode node, Instant at, @Nullable Instant last) {
    Duration repeat = node.grouping().pace().repeat();
    return repeat == null || last == null
        ? null
        : AlertGroup.tickAfter(at, node.grouping().pace().interval(), last.plus(repeat));
  }

  private static Instant lookAt(RouteNode node, Instant at) {
    Duration interval = node.grouping().pace().interval();
    return at.plus(node.grouping().eager() && interval.compareTo(LOOK) < 0 ? LOOK : interval);
  }

  private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static List<String> ids(List<Member> members) {
    return members.stream().map(Member::alert).toList();
  }
}
