package jigi.present.api.rooms;

import java.util.List;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.operate.notify.Silences;
import jigi.operate.notify.routing.Matchers;
import jigi.operate.notify.routing.Recurring;
import jigi.operate.notify.routing.Silence;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;
import jigi.present.api.view.SilenceRow;

/** Silences, as they are shown and made. */
final class SilenceRoom {
  private final Silences silences;

  SilenceRoom(Silences silences) {
    this.silences = silences;
  }

  List<SilenceRow> list(Scope scope) {
    return silences.list(null).stream()
        .filter(silence -> scope.sees(silence.system()))
        .map(this::row)
        .toList();
  }

  private SilenceRow row(Silence silence) {
    Recurring recurring = silence.recurring();
    Silence.Ended ended = silence.ended();
    Silence.Why why = silence.why();
    return new SilenceRow(
        silence.id(),
        silence.system(),
        Matchers.text(silence.matchers()),
        state(silences.state(silence)),
        new SilenceRow.Why(why.reason(), why.by(), why.at()),
        silence.span().from(),
        silence.span().until(),
        recurring == null
            ? null
            : recurring.begins().text() + ", " + Durations.format(recurring.lasts()),
        ended == null ? null : ended.by());
  }

  private static SilenceRow.State state(Silence.State state) {
    return switch (state) {
      case PENDING -> SilenceRow.State.PENDING;
      case ACTIVE -> SilenceRow.State.ACTIVE;
      case EXPIRED -> SilenceRow.State.EXPIRED;
    };
  }

  String add(Desk.Alerts.Silencing wish, String actor) {
    String each = wish.each();
    if ((each == null) != (wish.eachLasts() == null)) {
      throw new UserError(
          "half-a-recurrence",
          "a recurring silence has a schedule and a length, here is only one of them",
          "give both 'each' and 'each-for', or neither");
    }
    return silences
        .add(
            new Silences.Wish(
                wish.system(),
                wish.matchers(),
                wish.reason(),
                wish.from(),
                wish.lasts(),
                each == null || wish.eachLasts() == null
                    ? null
                    : new Silences.Each(each, wish.eachLasts())),
            actor)
        .id();
  }

  void end(String id, String actor) {
    silences.end(id, actor);
  }
}
