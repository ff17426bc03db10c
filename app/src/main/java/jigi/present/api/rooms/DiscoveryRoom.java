package jigi.present.api.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.detect.discovery.Discoveries;
import jigi.detect.discovery.Finding;
import jigi.present.api.view.Desk;
import jigi.present.api.view.DiscoveryView;
import jigi.present.api.view.Scope;
import org.jspecify.annotations.Nullable;

/** What machines have. */
final class DiscoveryRoom implements Desk.Discovery {
  private final Discoveries discoveries;

  DiscoveryRoom(Discoveries discoveries) {
    this.discoveries = discoveries;
  }

  @Override
  public DiscoveryView machines(Scope scope) {
    List<DiscoveryView.Machine> all = new ArrayList<>();
    discoveries
        .machines()
        .forEach(
            (system, named) -> {
              if (scope.sees(system)) {
                named.forEach((name, address) -> all.add(machine(system, name, address)));
              }
            });
    return new DiscoveryView(all);
  }

  private DiscoveryView.Machine machine(String system, String name, String address) {
    Discoveries.Look look = discoveries.last(system, name);
    return new DiscoveryView.Machine(system, name, address, look == null ? null : look.at());
  }

  @Override
  public DiscoveryView.@Nullable Look last(String system, String host) {
    Discoveries.Look look = discoveries.last(system, host);
    return look == null ? null : view(look);
  }

  @Override
  public DiscoveryView.Look look(String system, String host, String name, String docker) {
    try {
      return view(discoveries.look(system, host, name, docker));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking around", e);
    }
  }

  @Override
  public String write(String system, String host) {
    return discoveries.write(system, host).toString();
  }

  private DiscoveryView.Look view(Discoveries.Look look) {
    List<DiscoveryView.Found> found = new ArrayList<>();
    List<Finding> findings = look.draft().findings();
    for (int i = 0; i < findings.size(); i++) {
      Finding each = findings.get(i);
      found.add(
          new DiscoveryView.Found(
              each.sort().name().toLowerCase(Locale.ROOT),
              each.name(),
              each.place(),
              each.written(),
              each.probes(),
              look.watched().getOrDefault(i, List.of())));
    }
    String address =
        discoveries.machines().getOrDefault(look.system(), Map.of()).getOrDefault(look.host(), "");
    return new DiscoveryView.Look(
        machine(look.system(), look.host(), address),
        look.draft().system(),
        discoveries.folder(look.draft()).toString(),
        look.draft().components(),
        look.draft().probed(),
        found,
        look.daemons().stream()
            .map(each -> new DiscoveryView.Daemon(each.socket(), each.services(), each.fault()))
            .toList(),
        look.draft().files());
  }
}
