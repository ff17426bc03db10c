package jigi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.LookAround;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.ssh.SshSocket;
import jigi.base.connect.ssh.SshTarget;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.exec.RemoteShell;
import jigi.base.kernel.UserError;
import jigi.detect.discovery.Adoption;
import jigi.detect.discovery.Doors;
import jigi.detect.discovery.Draft;
import jigi.detect.discovery.Machine;
import jigi.detect.discovery.NetworkDoors;
import jigi.detect.discovery.Survey;
import jigi.present.cli.AdoptCommand;
import org.jspecify.annotations.Nullable;

/** Drafts a manual in the command line's own process, as the person who calls it. */
final class LocalDrafter implements AdoptCommand.Drafter {
  private static final Duration LOOKING = Duration.ofSeconds(60);
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final SecretSources environment;

  LocalDrafter(SecretSources environment) {
    this.environment = environment;
  }

  @Override
  public Draft draft(AdoptCommand.Sources sources) throws InterruptedException {
    boolean looks = sources.ports() || sources.docker() != null || !sources.hosts().isEmpty();
    if (!looks) {
      Adoption adoption = new Adoption(Doors.SHUT);
      sources.files(adoption);
      return adoption.draft(sources.name());
    }
    Path home = home();
    Path attempts = home.resolve(".jigi").resolve("attempts").resolve("probe");
    // Whom the person trusts who calls it is in the person's own list.
    Path trusted = home.resolve(".ssh").resolve("known_hosts");
    try (Network network = new Network();
        Exec exec = new Exec(attempts);
        SshClients clients =
            new SshClients(exec, attempts.resolve("adopt"), trusted, environment)) {
      Adoption adoption = new Adoption(new NetworkDoors(network));
      sources.files(adoption);
      Path docker = sources.docker();
      boolean own = sources.hosts().isEmpty() || sources.hosts().contains(AdoptCommand.THIS);
      if (docker != null && own) {
        adoption.docker(docker);
      }
      if (sources.ports() && !sources.hosts().contains(AdoptCommand.THIS)) {
        adoption.ports(here(exec));
      }
      for (String host : sources.hosts()) {
        if (host.equals(AdoptCommand.THIS)) {
          adoption.here(here(exec));
        } else {
          there(adoption, clients, host, sources);
        }
      }
      return adoption.draft(sources.name());
    }
  }

  private Path home() {
    String home = environment.apply("HOME");
    return Path.of(home == null ? System.getProperty("user.home") : home);
  }

  private Survey here(Exec exec) throws InterruptedException {
    Map<String, String> home = Map.of("HOME", home().toString());
    return Survey.of(LookAround.here(exec, Survey.script(), home, LOOKING));
  }

  private static void there(
      Adoption adoption, SshClients clients, String host, AdoptCommand.Sources sources)
      throws InterruptedException {
    SshTarget.Address address = ConnectPart.parsed(host);
    if (address == null) {
      throw new UserError(
          "bad-host",
          "'" + host + "' names no host",
          "write user@address, user@address:port, system/host of a running Jigi, or "
              + AdoptCommand.THIS);
    }
    Path key = sources.key();
    SshTarget.Key by =
        key == null
            ? null
            : new SshTarget.Key(
                new Secret(Secret.Source.FILE, key.toAbsolutePath().toString()), Path.of("/"));
    SshTarget target = new SshTarget(host, address, by, null, CONNECTING, null);
    Survey survey =
        Survey.of(LookAround.there(clients.shell(target), Survey.script(), Map.of(), LOOKING));
    Machine machine = Machine.ssh(survey.name(), definition(address, key), address.bare());
    adoption.machine(machine, survey);
    Path docker = sources.docker();
    if (docker != null) {
      containers(adoption, clients, target, machine, docker.toString());
    }
  }

  private static void containers(
      Adoption adoption, SshClients clients, SshTarget target, Machine machine, String socket)
      throws InterruptedException {
    try (SshSocket way = clients.socket(target, socket)) {
      adoption.docker(machine, way.path(), socket);
    } catch (RemoteShell.Unreachable e) {
      throw new UserError(
          "docker-not-reached",
          "there is no way to " + socket + " of " + target.address().text() + ": " + e.why(),
          "see that sshd there allows forwarding of sockets (AllowStreamLocalForwarding)");
    }
  }

  private static String definition(SshTarget.Address address, @Nullable Path key) {
    return "{ssh: \""
        + address.text()
        + '"'
        + (key == null ? "" : ", key: {file: \"" + key.toAbsolutePath() + "\"}")
        + "}";
  }
}
