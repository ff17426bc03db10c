package jigi.present.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machines of the manuals, and what was found on them. */
public record DiscoveryView(List<Machine> machines) {
  /**
   * A machine.
   *
   * @param address empty for the one that Jigi runs on
   * @param looked when it was last looked at; null while nobody has
   */
  public record Machine(String system, String name, String address, @Nullable Instant looked) {}

  /**
   * What was found.
   *
   * @param folder that the draft would be written into
   * @param files of the draft, by path
   */
  public record Look(
      Machine machine,
      String system,
      String folder,
      int components,
      int probed,
      List<Found> findings,
      List<Daemon> daemons,
      Map<String, String> files) {}

  /**
   * A Docker daemon of the machine.
   *
   * @param services how many its containers are; null when it was not asked
   * @param fault why it was not; empty when it was
   */
  public record Daemon(String socket, @Nullable Integer services, String fault) {}

  /**
   * Something that is there.
   *
   * @param sort machine, service, database, unit, certificate or schedule
   * @param written where the draft speaks of it
   * @param watched components that look at it already
   */
  public record Found(
      String sort,
      String name,
      String place,
      String written,
      List<String> probes,
      List<String> watched) {}
}
