package jigi.operate.deploy.gateway.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.state.Durable;

/**
 * Servers are set ready and draining by the runtime API, in one line of commands. What it says then
 * is written to the state file, which HAProxy reads when it starts.
 */
final class Haproxy implements Balancer {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int QUEUED = 2;
  private static final int SESSIONS = 4;

  private final HaproxySettings settings;
  private final GatewayOpening opening;
  private final RuntimeApi api;

  Haproxy(HaproxySettings settings, GatewayOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.api = new RuntimeApi(opening.folder().resolve(settings.socket()));
  }

  @Override
  public Pointing pointing() throws DeployException {
    boolean blue = state(Colour.BLUE).ready();
    boolean green = state(Colour.GREEN).ready();
    if (blue && green) {
      return new Pointing.Both();
    }
    return blue || green
        ? new Pointing.To(blue ? Colour.BLUE : Colour.GREEN)
        : new Pointing.Nowhere();
  }

  private ServerState state(Slot slot) throws DeployException {
    String name = settings.server(slot);
    return states().stream()
        .filter(each -> each.backend().equals(settings.backend()) && each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DeployException(
                    "gateway-refused",
                    "HAProxy has no server '" + name + "' in '" + settings.backend() + "'"));
  }

  private List<ServerState> states() throws DeployException {
    List<String> lines = api.ask("show servers state " + settings.backend()).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals("1")) {
      throw new DeployException(
          "gateway-refused", "HAProxy said: " + String.join(" ", lines).strip());
    }
    return lines.stream()
        .skip(1)
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(ServerState::parse)
        .toList();
  }

  @Override
  public void point(Colour to) throws DeployException, InterruptedException {
    send(Set.of(to), Set.of(to.other()), Set.of(to));
  }

  @Override
  public Set<Instance> receiving() throws DeployException {
    Set<Instance> receiving = new TreeSet<>();
    for (Instance each : opening.instances()) {
      if (state(each).ready()) {
        receiving.add(each);
      }
    }
    return receiving;
  }

  @Override
  public void spread(Set<Instance> over) throws DeployException, InterruptedException {
    Set<Instance> others = opening.instances();
    others.removeAll(over);
    Set<Instance> joining = new TreeSet<>(over);
    joining.removeAll(receiving());
    send(new TreeSet<>(over), others, joining);
  }

  /**
   * @param up those that HAProxy must find up before anything changes
   */
  private void send(Set<? extends Slot> to, Set<? extends Slot> others, Set<? extends Slot> up)
      throws DeployException, InterruptedException {
    Instant limit = opening.timeline().instant().plus(LONGEST);
    for (Slot each : up) {
      if (state(each).maintained()) {
        api.tell("set server " + of(each) + " state drain");
      }
      // A server that HAProxy still believes to be down would leave nobody to answer.
      while (!state(each).up()) {
        pause(limit, "HAProxy does not find " + settings.server(each) + " up");
      }
    }
    List<String> commands = new ArrayList<>();
    to.forEach(each -> commands.add("set server " + of(each) + " state ready"));
    others.forEach(each -> commands.add("set server " + of(each) + " state drain"));
    api.tell(String.join("; ", commands));
    while (!isSent(to, others, up)) {
      pause(limit, "HAProxy does not send everything to " + names(to));
    }
    persist();
  }

  private boolean isSent(Set<? extends Slot> to, Set<? extends Slot> others, Set<? extends Slot> up)
      throws DeployException {
    for (Slot each : to) {
      if (!state(each).ready() || (up.contains(each) && !state(each).up())) {
        return false;
      }
    }
    for (Slot each : others) {
      if (state(each).ready()) {
        return false;
      }
    }
    return true;
  }

  private String names(Set<? extends Slot> slots) {
    return slots.stream().map(settings::server).collect(Collectors.joining(", "));
  }

  private String of(Slot slot) {
    return settings.backend() + "/" + settings.server(slot);
  }

  private void pause(Instant limit, String otherwise) throws DeployException, InterruptedException {
    if (opening.timeline().instant().isAfter(limit)) {
      throw new DeployException(
          "gateway-refused", otherwise + " after " + LONGEST.toSeconds() + " s");
    }
    opening.timeline().sleep(PAUSE);
  }

  private void persist() throws DeployException {
    Path file = opening.folder().resolve(settings.stateFile());
    try {
      Durable.write(file, api.ask("show servers state").stripTrailing() + "\n");
    } catch (IOException e) {
      throw new DeployException(
          "gateway-refused", "the switch cannot be kept in " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Long inFlight(Slot slot) throws DeployException {
    String name = settings.server(slot);
    return api.ask("show stat " + settings.backend() + " 4 -1")
        .lines()
        .map(line -> line.split(",", -1))
        .filter(row -> row.length > SESSIONS)
        .filter(row -> row[0].equals(settings.backend()) && row[1].equals(name))
        .mapToLong(row -> number(row[QUEUED]) + number(row[SESSIONS]))
        .findFirst()
        .orElseThrow(
            () -> new DeployException("gateway-refused", "HAProxy tells nothing of " + of(slot)));
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
