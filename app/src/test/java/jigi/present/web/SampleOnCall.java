package jigi.present.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.present.api.view.Desk;
import jigi.present.api.view.OnCallRow;
import jigi.present.api.view.Scope;

/** A schedule of three people, one of whom stands in. */
record SampleOnCall(SampleDesk desk) implements Desk.OnCall {
  private static final Instant NOW = Samples.NOW;

  @Override
  public List<OnCallRow> schedules(Scope scope) {
    Instant soon = NOW.plus(Duration.ofHours(3));
    Instant tomorrow = NOW.plus(Duration.ofHours(20));
    OnCallRow.Duty kim = new OnCallRow.Duty("kim", "김서연", false, NOW, soon);
    OnCallRow.Duty lee = new OnCallRow.Duty("lee", "이수진", true, soon, tomorrow);
    OnCallRow.Duty nobody = new OnCallRow.Duty(null, null, false, tomorrow, null);
    OnCallRow row =
        new OnCallRow(
            "shop",
            "primary",
            "1차 당직",
            "/on-call/shop/primary",
            kim,
            lee,
            List.of(kim, lee, nobody),
            Map.of("kim", "김서연", "lee", "이수진"));
    return desk.empty || !scope.sees("shop") ? List.of() : List.of(row);
  }

  @Override
  public List<OnCallRow.Override> overrides(Scope scope) {
    OnCallRow.Override row =
        new OnCallRow.Override(
            "o1",
            "shop",
            "primary",
            "1차 당직",
            "이수진",
            OnCallRow.State.PENDING,
            NOW.plus(Duration.ofHours(3)),
            NOW.plus(Duration.ofHours(20)),
            "user:kim",
            "병원",
            null);
    return desk.empty || desk.calm || !scope.sees("shop") ? List.of() : List.of(row);
  }

  @Override
  public String override(Standing wish, String actor) {
    desk.done.add("stand in " + wish.schedule() + " " + wish.person() + " " + wish.until());
    return "o2";
  }

  @Override
  public void end(String override, String actor) {
    desk.done.add("end " + override + " " + actor);
  }
}
