package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.state.Kept;
import org.jspecify.annotations.Nullable;

/** Compares the state file with what gateway and runtime say; changes nothing. */
final class Observer {
  private final Site site;
  private final Asking asking;
  private final Timeline timeline;

  Observer(Site site, Asking asking, Timeline timeline) {
    this.site = site;
    this.asking = asking;
    this.timeline = timeline;
  }

  Reality look() throws InterruptedException {
    List<Reality.Mismatch> mismatches = new ArrayList<>();
    Kept kept = kept(mismatches);
    Memory memory = kept == null ? Memory.EMPTY : kept.memory();
    Map<Colour, Reality.Side> sides = new EnumMap<>(Colour.class);
    for (Colour colour : Colour.values()) {
      sides.put(colour, side(memory, colour));
    }
    Colour to = null;
    String said;
    try {
      Pointing pointing = site.gateway().pointing();
      said = Acts.words(pointing);
      to = pointing instanceof Pointing.To only ? only.colour() : null;
    } catch (DeployException e) {
      said = e.fact();
    }
    Colour expected = memory.expected();
    if (expected != null && to != expected) {
      String code = to == null ? "gateway-unclear" : "gateway-elsewhere";
      mismatches.add(new Reality.Mismatch(code, said));
    }
    Reality.Side live = expected == null ? null : sides.get(expected);
    if (live != null && !live.healthy()) {
      String fault = live.fault();
      mismatches.add(
          new Reality.Mismatch(
              Boolean.TRUE.equals(live.running()) ? "live-sick" : "live-not-running",
              fault == null ? "" : fault));
    }
    return new Reality(timeline.instant(), kept, to, said, sides, mismatches);
  }

  private @Nullable Kept kept(List<Reality.Mismatch> mismatches) {
    try {
      return site.file().read();
    } catch (DeployException e) {
      mismatches.add(new Reality.Mismatch("file-unreadable", e.fact()));
      return null;
    }
  }

  private Reality.Side side(Memory memory, Colour colour) throws InterruptedException {
    Release release = memory.release(colour);
    String where = site.deployment().runtime().where(colour);
    if (release == null) {
      return new Reality.Side(null, where, false, null, null);
    }
    String fault = asking.fault(site.health(colour));
    Boolean running = running(colour, release, fault);
    return new Reality.Side(release.version(), where, running, fault, inFlight(colour));
  }

  /** What Jigi did not start runs when it answers. */
  private @Nullable Boolean running(Colour colour, Release release, @Nullable String fault)
      throws InterruptedException {
    if (release.instance().isEmpty()) {
      return fault == null;
    }
    try {
      return site.runtime().look(colour, release) instanceof Found.Running;
    } catch (DeployException e) {
      return null;
    }
  }

  private @Nullable Long inFlight(Colour colour) throws InterruptedException {
    try {
      return site.gateway().inFlight(colour);
    } catch (DeployException e) {
      return null;
    }
  }
}
