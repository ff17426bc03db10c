package jigi.operate.deploy;

import java.util.Map;
import jigi.base.kernel.Timeline;
import org.jspecify.annotations.Nullable;

/** What the acts of this room have in common: the deployments in force, the records, the wire. */
final class Workshop {
  private final Timeline timeline;
  private final DeployLedger ledger;
  private final Asking asking;
  private final Planning planning;
  private final Neighbours neighbours;
  private final Sightings seen = new Sightings();
  private volatile Map<String, Site> sites = Map.of();

  Workshop(
      Timeline timeline,
      DeployLedger ledger,
      Asking asking,
      Planning planning,
      Neighbours neighbours) {
    this.neighbours = neighbours;
    this.planning = planning;
    this.timeline = timeline;
    this.ledger = ledger;
    this.asking = asking;
  }

  Timeline timeline() {
    return timeline;
  }

  DeployLedger ledger() {
    return ledger;
  }

  Asking asking() {
    return asking;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  Planning planning() {
    return planning;
  }

  Sightings seen() {
    return seen;
  }

  void sites(Map<String, Site> next) {
    sites = Map.copyOf(next);
  }

  /** Null when no manual in force has it. */
  @Nullable Site site(String system, String name) {
    return sites.get(system + "/" + name);
  }
}
