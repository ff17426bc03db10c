package jigi;

import java.util.List;
import java.util.Map;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.UserError;
import jigi.present.api.DemoApi;

/** Breaks the quickstart's shop for real, so that its alerts and runbooks have something to do. */
final class Demo implements DemoApi.Demo {
  static final EventKind BROKEN = EventKind.of("demo.broken");
  static final EventKind HEALED = EventKind.of("demo.healed");

  private static final String SHOP = "shop";

  private final BaseRooms base;
  private final Options options;

  Demo(BaseRooms base, Options options) {
    this.base = base;
    this.options = options;
  }

  @Override
  public void breakShop(String fault, String actor) {
    String spec = spec(fault);
    service(List.of("fault", SHOP, spec));
    record(EventDraft.of(BROKEN).with("fault", fault).actor(actor));
  }

  @Override
  public void heal(String actor) {
    service(List.of("fault", SHOP, "none"));
    service(List.of("restart", SHOP));
    record(EventDraft.of(HEALED).actor(actor));
  }

  /** A fault lasts until the next restart, which is what the runbooks do about it. */
  private String spec(String fault) {
    Map<String, String> faults =
        Map.of(
            "crash",
            "crash until-restarts=1",
            // Below the probe's time-out, or the shop would be down instead of slow.
            "slow",
            "slow=700ms until-restarts=1",
            "errors",
            "errors=50% until-restarts=1",
            "disk",
            "disk=" + StandIns.state(options.data()) + "/shop.disk:90MB until-restarts=1");
    String spec = faults.get(fault);
    if (spec == null) {
      throw new UserError(
          "unknown-fault",
          "the shop cannot be hurt by '" + fault + "'",
          "one of crash, slow, errors, disk");
    }
    return spec;
  }

  private void service(List<String> command) {
    if (!options.standIns()) {
      throw new UserError(
          "no-stand-ins", "no stand-in plays the shop", "start Jigi with --stand-ins");
    }
    try {
      new StandIns(Options.home(), options.data(), base.exec).control(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void record(EventDraft draft) {
    base.journal.append(draft);
  }
}
