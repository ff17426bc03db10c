package jigi.present.web;

import java.util.Locale;
import jigi.base.journal.Event;
import jigi.base.kernel.Status;
import jigi.present.api.view.Agenda;

/** The shape and colour that go with a state; each shape is told apart without its colour. */
public final class Marks {
  private Marks() {}

  /** {@code ok}, {@code warn}, {@code unknown} or {@code fail}: icon and style class alike. */
  public static String of(Status status) {
    return status.key();
  }

  /** Of something that was or is due: a run speaks for itself, but for its lateness. */
  public static String occasion(Agenda.Occasion one) {
    return switch (one.outcome()) {
      case "due" -> "todo";
      case "started" -> one.result() == null ? "ok" : state(one.result());
      case "late" ->
          one.result() == null || one.result().equals("succeeded") ? "warn" : state(one.result());
      default -> "fail";
    };
  }

  /** The mark of a run's or a step's state. */
  public static String state(String state) {
    return switch (state) {
      case "running" -> "running";
      case "waiting" -> "waiting";
      case "succeeded", "ok", "undone" -> "ok";
      case "failed", "fail", "timeout" -> "fail";
      case "unverified" -> "unverified";
      case "unknown", "vanished", "rebooted" -> "unknown";
      case "cancelled" -> "cancelled";
      case "skipped" -> "skipped";
      default -> "todo";
    };
  }

  /** The mark of an event in a timeline. */
  public static String of(Event event) {
    String kind = event.what().kind().name();
    var args = event.what().args();
    return switch (kind) {
      case "probe.changed" -> args.getOrDefault("to", "").toLowerCase(Locale.ROOT);
      case "alert.firing" -> args.getOrDefault("severity", "").equals("critical") ? "fail" : "warn";
      case "alert.pending" -> "warn";
      case "alert.resolved", "incident.resolved", "incident.closed", "run.approved" -> "ok";
      case "incident.opened",
          "delivery.failed",
          "delivery.dead",
          "manual.refused",
          "run.declined" ->
          "fail";
      case "run.started", "run.queued", "run.resumed" -> "running";
      case "run.waiting" -> "waiting";
      case "run.finished" -> state(args.getOrDefault("state", ""));
      case "run.step" -> state(args.getOrDefault("outcome", "").toLowerCase(Locale.ROOT));
      default -> event.what().actor().startsWith("user:") ? "user" : "dot";
    };
  }
}
