package jigi.operate.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.Contents;
import org.jspecify.annotations.Nullable;

/** Compares a backup with the last ones of the same item: what was emptied is a good dump, too. */
final class Unusual {
  private static final int COMPARED = 7;
  private static final int ENOUGH = 3;
  private static final int NAMED = 3;
  private static final double FACTOR = 2;

  /** Below that a few rows more or less double it. */
  private static final long SMALL = 256L * 1024;

  private final Workshop shop;

  Unusual(Workshop shop) {
    this.shop = shop;
  }

  /** Why it looks different, in English; null when it does not. */
  @Nullable String of(Backup backup) {
    List<Backup> before =
        shop.around().store().read(handle -> shop.catalogue().good(handle, backup.of(), 1));
    List<String> why = new ArrayList<>();
    if (!before.isEmpty()) {
      addEmptied(backup, before.getFirst(), why);
    }
    addSize(backup, why);
    addChanged(backup, why);
    return why.isEmpty() ? null : String.join("; ", why);
  }

  private void addEmptied(Backup backup, Backup last, List<String> why) {
    Contents now = contents(backup);
    Contents then = contents(last);
    if (now == null || then == null) {
      return;
    }
    if (then.rows() > 0 && now.rows() == 0) {
      why.add("it has no rows, the one before had " + then.rows());
      return;
    }
    for (Map.Entry<String, String> fact : then.facts().entrySet()) {
      boolean had = fact.getKey().startsWith(Contents.ROWS) && !fact.getValue().equals("0");
      String table = fact.getKey().substring(fact.getKey().indexOf('/') + 1);
      if (had && "0".equals(now.facts().get(fact.getKey()))) {
        why.add(table + " is empty, and had " + fact.getValue() + " rows");
      } else if (had && !now.facts().containsKey(fact.getKey())) {
        why.add(table + " is gone, and had " + fact.getValue() + " rows");
      }
    }
  }

  /** Their bytes are perhaps those of no single instant. */
  private void addChanged(Backup backup, List<String> why) {
    Contents now = contents(backup);
    List<String> changed = now == null ? List.of() : now.named(Contents.CHANGED);
    if (!changed.isEmpty()) {
      String some = String.join(", ", changed.subList(0, Math.min(NAMED, changed.size())));
      why.add(changed.size() + " changed while they were read: " + some);
    }
  }

  private @Nullable Contents contents(Backup backup) {
    return shop.around().store().read(handle -> shop.catalogue().contents(handle, backup.id()));
  }

  /** What has changed is sometimes much and sometimes nothing: only whole ones are compared. */
  private void addSize(Backup backup, List<String> why) {
    Contents contents = contents(backup);
    if (contents == null || contents.increment() > 0) {
      return;
    }
    List<Backup> before =
        shop.around().store().read(handle -> shop.catalogue().whole(handle, backup.of(), COMPARED));
    List<Long> sizes =
        before.stream().map(Unusual::bytes).filter(size -> size > 0).sorted().toList();
    long now = bytes(backup);
    if (sizes.size() < ENOUGH) {
      return;
    }
    long usual = sizes.get(sizes.size() / 2);
    boolean matters = Math.max(now, usual) > SMALL;
    if (matters && now * FACTOR < usual) {
      why.add("it has " + now + " bytes, usually there are " + usual);
    } else if (matters && now > usual * FACTOR) {
      why.add("it has " + now + " bytes, usually there are only " + usual);
    }
  }

  private static long bytes(Backup backup) {
    Sums sums = backup.sums();
    return sums == null ? 0 : sums.plainBytes();
  }
}
