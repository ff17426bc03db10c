package jigi.operate.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Json;
import jigi.base.store.Tx;
import jigi.detect.rule.Severity;
import jigi.operate.notify.AlertGroup.Member;

/** Makes deliveries of what a group has to tell. */
final class GroupSender {
  /** A message names no more; it says how many there are. */
  private static final int NAMED = 100;

  private final Outbox outbox;
  private final Escalations escalations;

  GroupSender(Outbox outbox, Escalations escalations) {
    this.outbox = outbox;
    this.escalations = escalations;
  }

  /**
   * What a group has to tell.
   *
   * @param ended told that they fire, and over
   * @param news those of the firing that this is about; empty when only the end of some is told
   * @param hides how many alerts are not told because of one
   * @param flap whether its alerts come and go
   */
  record Told(
      AlertGroup group,
      List<Member> firing,
      List<Member> ended,
      List<Member> news,
      ToIntFunction<Member> hides,
      Flaps.Look flap) {
    boolean urgent() {
      return !news.isEmpty() || flap.stage() == Flaps.Stage.BEGINS;
    }

    Delivery.Kind kind() {
      if (flap.stage() == Flaps.Stage.BEGINS) {
        return Delivery.Kind.FLAPPING;
      }
      return firing.isEmpty() ? Delivery.Kind.RESOLVED : Delivery.Kind.FIRING;
    }

    /** Those that speak for all. */
    List<Member> foremost() {
      return firing.isEmpty() ? ended : firing;
    }

    /** Whether somebody was at one of them before this was told. */
    boolean isTaken() {
      return news.stream().anyMatch(Member::acknowledged);
    }
  }

  void send(Tx tx, Receiver receiver, Told told) {
    AlertGroup group = told.group();
    Map<String, String> args = args(receiver, told);
    Delivery.Kind kind = told.kind();
    List<Member> about = new ArrayList<>(told.firing());
    about.addAll(told.ended());
    List<String> alerts = about.stream().map(Member::alert).toList();
    List<Delivery> sent = new ArrayList<>();
    for (Receiver.Leg leg : receiver.legs()) {
      if (leg.resolved() || told.urgent()) {
        List<Delivery> wanted = outbox.toRoute(group.system(), kind, group.id(), leg.route(), args);
        sent.addAll(outbox.enqueue(tx, withoutCalled(tx, told, wanted)));
      }
    }
    if (kind == Delivery.Kind.RESOLVED) {
      sent.addAll(outbox.toCalled(tx, group.system(), group.id(), sent, args));
    }
    sent.forEach(delivery -> DeliveryRepository.link(tx.handle(), delivery.id(), alerts));
    Route.Escalation escalation = receiver.escalate();
    if (escalation != null && told.urgent() && !told.isTaken()) {
      Severity severity = worst(told.foremost()).severity();
      escalations.begin(tx, group.id(), group.system(), severity, escalation, args);
    }
  }

  /**
   * Whom the incidents of all these alerts have called need not hear it again: a person, that is;
   * what a channel shows to many it shows to those, too, who were not called.
   */
  private List<Delivery> withoutCalled(Tx tx, Told told, List<Delivery> wanted) {
    if (told.kind() != Delivery.Kind.FIRING || told.news().stream().anyMatch(Member::told)) {
      return wanted;
    }
    List<String> news = told.news().stream().map(Member::alert).toList();
    return wanted.stream()
        .filter(one -> outbox.isShared(one) || !outbox.isTold(tx, one, Delivery.Kind.CALLED, news))
        .toList();
  }

  /** Nothing of the group fires any more. */
  void over(Tx tx, AlertGroup group, Instant at) {
    DeliveryRepository.endEscalation(tx.handle(), group.id(), at, "jigi");
  }

  private static Member worst(List<Member> members) {
    return members.stream()
        .max(
            Comparator.comparing(Member::severity)
                .thenComparing(Member::alert, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static Map<String, String> args(Receiver receiver, Told told) {
    List<Member> all = new ArrayList<>(told.firing());
    all.addAll(told.ended());
    Member first = worst(told.foremost());
    Map<String, String> args = new TreeMap<>(first.args());
    args.put("receiver", receiver.name());
    args.put("group-key", told.group().key());
    args.put("group-labels", told.group().labelsText());
    int hidden = told.firing().stream().mapToInt(told.hides()).sum();
    if (hidden > 0) {
      args.put("hides", String.valueOf(hidden));
    }
    AlertGroup.Flap flap = told.flap().flap();
    if (flap != null) {
      args.put("flap-times", String.valueOf(flap.times()));
      args.put("flap-since", flap.since().toString());
      args.put("flap-calm", Durations.format(told.flap().rate().within()));
    }
    args.put("state", told.firing().isEmpty() ? "resolved" : "firing");
    if (all.size() > 1) {
      several(args, told, all);
    }
    return args;
  }

  /** What holds of one alone is left out; what is common stays. */
  private static void several(Map<String, String> args, Told told, List<Member> all) {
    for (String own : List.of("summary", "value", "expr", "labels", "annotations", "component")) {
      args.remove(own);
    }
    for (String shared : List.of("runbook", "reason")) {
      if (all.stream().map(one -> one.args().get(shared)).distinct().count() > 1) {
        args.remove(shared);
      }
    }
    Map<String, String> common = new TreeMap<>(told.group().labels());
    common.remove("alertname");
    args.put("labels", Json.write(common));
    args.put("alert", names(told.foremost()));
    args.put("since", earliest(all));
    args.put("count-firing", String.valueOf(told.firing().size()));
    args.put("count-ended", String.valueOf(told.ended().size()));
    args.put("alerts", Json.write(all.stream().limit(NAMED).map(GroupSender::one).toList()));
  }

  private static String names(List<Member> members) {
    List<String> names =
        members.stream().map(one -> one.args().getOrDefault("alert", "")).distinct().toList();
    return String.join(", ", names.size() > 3 ? names.subList(0, 3) : names)
        + (names.size() > 3 ? ", …" : "");
  }

  private static String earliest(List<Member> members) {
    return members.stream()
        .map(one -> one.args().getOrDefault("since", ""))
        .filter(since -> !since.isEmpty())
        .min(Comparator.comparing(Instant::parse))
        .orElse("");
  }

  private static Map<String, String> one(Member member) {
    Map<String, String> one = new TreeMap<>(member.args());
    one.keySet()
        .retainAll(
            List.of(
                "id", "alert", "severity", "summary", "value", "since", "labels", "annotations"));
    one.put("state", member.isFiring() ? "firing" : "resolved");
    Instant ended = member.ended();
    if (ended != null) {
      one.put("ended", ended.toString());
    }
    return one;
  }
}
