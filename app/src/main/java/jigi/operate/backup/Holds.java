package jigi.operate.backup;

import java.util.Map;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;

/** Backups that a person wants kept, whatever the rules say. */
final class Holds {
  private final Workshop shop;

  Holds(Workshop shop) {
    this.shop = shop;
  }

  Map<String, Hold> all() {
    return shop.around().store().read(new HoldRepository()::all);
  }

  /** From now on no rule removes it. */
  void hold(Backup held, String reason, String actor) {
    if (reason.isBlank()) {
      throw new UserError(
          "no-reason", "a hold needs a reason", "say why: for whoever finds it years from now");
    }
    Hold hold = new Hold(actor, reason.strip(), shop.now());
    shop.around()
        .store()
        .change(
            tx -> {
              new HoldRepository().hold(tx.handle(), held.id(), hold);
              append(tx, BackupEvents.HELD, held, actor, hold.reason());
            });
  }

  /** The rules hold for it again. */
  void release(Backup held, String actor) {
    shop.around()
        .store()
        .change(
            tx -> {
              if (!new HoldRepository().release(tx.handle(), held.id())) {
                throw new UserError(
                    "not-held", "the backup is not held (" + held.name() + ")", "nothing to do");
              }
              append(tx, BackupEvents.RELEASED, held, actor, "");
            });
  }

  private void append(Tx tx, EventKind kind, Backup backup, String actor, String reason) {
    Plan plan = shop.find(backup.of().system(), backup.of().plan());
    shop.around()
        .journal()
        .append(
            tx,
            EventDraft.of(kind)
                .system(backup.of().system())
                .actor(actor)
                .with("plan", backup.of().plan())
                .with("title", plan == null ? backup.of().plan() : plan.title())
                .with("item", backup.of().item())
                .with("name", backup.name())
                .with("backup", backup.id())
                .with("reason", reason));
  }
}
