package jigi.operate.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.kernel.UserError;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Continuous;
import jigi.operate.backup.source.Landing;
import org.jspecify.annotations.Nullable;

/** Looks at what a restore would meet, and changes nothing. */
final class Outlining {
  private final Workshop shop;

  Outlining(Workshop shop) {
    this.shop = shop;
  }

  Outline of(Backup backup, Plan plan, String target, @Nullable Proof proven, boolean over) {
    Met met = met(plan, target);
    List<String> from =
        plan.to().keySet().stream()
            .filter(
                store ->
                    backup.copies().stream()
                        .anyMatch(copy -> copy.store().equals(store) && copy.state().usable()))
            .toList();
    Instant taken = backup.at().taken();
    return new Outline(
        backup,
        plan,
        target,
        over,
        met.taken(),
        met.trouble(),
        from,
        proven == null ? null : proven.took(),
        Duration.between(taken == null ? backup.at().started() : taken, shop.now()));
  }

  private record Met(@Nullable Boolean taken, @Nullable String trouble) {}

  /** Who would restore beside tells whether the name is free. */
  private Met met(Plan plan, String target) {
    if (plan.source() instanceof Continuous source) {
      boolean known = target.startsWith("/") || source.replaces(target);
      return new Met(known ? source.replaces(target) || Files.exists(Path.of(target)) : null, null);
    }
    try (Landing _ = plan.source().beside(target, false, shop.tools(plan))) {
      return new Met(false, null);
    } catch (BackupException e) {
      return e.code().equals("target-taken") ? new Met(true, null) : new Met(null, e.fact());
    } catch (UserError e) {
      return new Met(null, e.fact());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted", "the question was broken off", "ask again", e);
    }
  }
}
