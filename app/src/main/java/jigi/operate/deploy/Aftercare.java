package jigi.operate.deploy;

import java.util.ArrayList;
import java.util.List;
import jigi.operate.deploy.dist.Dist;
import jigi.operate.deploy.env.EnvFiles;
import jigi.operate.deploy.machine.Change;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Memory;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.state.Kept;

/** What is put right beside the colours when one of them has gone. May be done twice. */
final class Aftercare {
  private final Site site;

  Aftercare(Site site) {
    this.site = site;
  }

  /**
   * @param gone the colour that was stopped
   */
  void after(Memory memory, Colour gone) throws DeployException, InterruptedException {
    Change change = memory.change();
    if (change == null) {
      return;
    }
    if (gone == change.target()) {
      takenBack(change);
    } else {
      finished(change);
    }
  }

  private void takenBack(Change change) throws DeployException {
    Dist dist = site.dist();
    if (dist != null) {
      dist.takeBack(change.release());
      dist.discard(change.release());
    }
  }

  void finished(Change change) throws DeployException, InterruptedException {
    Dist dist = site.dist();
    if (dist != null) {
      dist.settle(change.release());
    }
    EnvFiles env = site.env();
    if (env != null) {
      env.write(change.release());
    }
    site.commands().after(change.release());
    List<Shipping> good = new ArrayList<>();
    good.add(change.release().shipping());
    site.file().read().history().stream().map(Kept.Good::shipping).forEach(good::add);
    site.runtime().keep(good);
  }
}
