package jigi.detect.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.Host;
import jigi.base.connect.HostRegistry;
import jigi.base.connect.Hosts;
import jigi.base.connect.Opening;
import jigi.base.connect.SocketEnd;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.detect.probe.ByConnection;
import jigi.detect.probe.Probe;
import org.jspecify.annotations.Nullable;

/** What was found on the machines that manuals name; the last look at each is kept in memory. */
public final class Discoveries {
  private static final Duration LOOKING = Duration.ofSeconds(60);
  private static final Pattern TARGET =
      Pattern.compile(":([0-9]{2,5})(?![0-9:])|\"([^\" ]+\\.(?:service|timer))\"|\"(/[^\"]+)\"");
  private static final Pattern CONTAINER =
      Pattern.compile("container: (?<service>\\{service: )?(?<name>\"[^\"]*\").*");

  private final HostRegistry hosts;
  private final ConnectionRegistry connections;
  private final Network network;
  private final Supplier<List<Probe>> probes;
  private final Timeline timeline;
  private final Path drafts;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /**
   * @param probes those in force
   * @param drafts the folder that drafts are written into
   */
  public Discoveries(
      HostRegistry hosts,
      ConnectionRegistry connections,
      Network network,
      Supplier<List<Probe>> probes,
      Timeline timeline,
      Path drafts) {
    this.hosts = hosts;
    this.connections = connections;
    this.network = network;
    this.probes = probes;
    this.timeline = timeline;
    this.drafts = drafts;
  }

  /**
   * One look at a machine.
   *
   * @param watched components that look at a finding already, by its place in the draft's list
   * @param daemons of Docker that were asked for their containers
   */
  public record Look(
      String system,
      String host,
      Instant at,
      Draft draft,
      Map<Integer, List<String>> watched,
      List<Daemon> daemons) {
    public Look {
      watched = Map.copyOf(watched);
      daemons = List.copyOf(daemons);
    }
  }

  /**
   * A Docker daemon.
   *
   * @param services how many its containers are; null when it was not asked
   * @param fault why it was not; empty when it was
   */
  public record Daemon(String socket, @Nullable Integer services, String fault) {}

  /** All machines, with the address of those behind SSH. */
  public Map<String, Map<String, String>> machines() {
    Map<String, Map<String, String>> all = new TreeMap<>();
    hosts
        .all()
        .forEach(
            (system, named) -> {
              Map<String, String> rows = new LinkedHashMap<>();
              named.forEach(
                  (name, host) -> rows.put(name, host instanceof Host.Ssh ssh ? ssh.text() : ""));
              all.put(system, rows);
            });
    return all;
  }

  /** The last look; null when nobody has looked since Jigi began. */
  public @Nullable Look last(String system, String host) {
    return looks.get(system + "/" + host);
  }

  /**
   * Looks around on a machine, which takes seconds. Nothing is watched by it.
   *
   * @param name of the draft's system; empty for the machine's
   * @param socket of the Docker daemon to be asked; empty for those that the machine has
   * @throws UserError {@code unknown-host}, {@code host-not-reached}
   */
  public Look look(String system, String host, String name, String socket)
      throws InterruptedException {
    Survey survey = Survey.of(hosts.look(system, host, Survey.script(), LOOKING));
    Adoption adoption = new Adoption(new NetworkDoors(network));
    Map<String, Host> named = hosts.all().getOrDefault(system, Map.of());
    Machine machine =
        named.get(host) instanceof Host.Ssh ssh
            ? Machine.ssh(host, definition(named, ssh), ssh.address().bare())
            : Machine.HERE;
    adoption.machine(machine, survey);
    List<String> sockets = socket.isEmpty() ? sockets(system, host, survey) : List.of(socket);
    List<Daemon> daemons = containers(system, host, machine, adoption, sockets);
    Draft draft = adoption.draft(name.isEmpty() ? survey.name() : name);
    Look look =
        new Look(system, host, timeline.instant(), draft, watched(system, host, draft), daemons);
    looks.put(system + "/" + host, look);
    return look;
  }

  /** Those that the manual knows there, then those that lie where they usually do. */
  private List<String> sockets(String system, String host, Survey survey) {
    boolean local = !(hosts.all().getOrDefault(system, Map.of()).get(host) instanceof Host.Ssh);
    Map<String, String> all = new LinkedHashMap<>();
    for (Connection each : connections.all().getOrDefault(system, Map.of()).values()) {
      String on = each.on();
      boolean there = host.equals(on) || (local && (on == null || on.equals(Hosts.LOCAL)));
      if (there && each instanceof DockerConnection docker && docker.socket() != null) {
        all.put(usual(docker.socket()), docker.socket());
      }
    }
    survey.sockets().forEach(each -> all.putIfAbsent(usual(each), each));
    return List.copyOf(all.values());
  }

  /** {@code /var/run} is a link to {@code /run} everywhere. */
  private static String usual(String socket) {
    return socket.replaceFirst("^/var/run/", "/run/");
  }

  /** Only asks: a daemon that cannot be asked is told of, the rest of the machine is drafted. */
  private List<Daemon> containers(
      String system, String host, Machine machine, Adoption adoption, List<String> sockets)
      throws InterruptedException {
    List<Daemon> all = new ArrayList<>();
    boolean drafted = false;
    for (String socket : sockets) {
      if (drafted) {
        all.add(new Daemon(socket, null, "not asked: one daemon of a machine is drafted"));
        continue;
      }
      Opening opening = connections.opening(system, Deadline.in(LOOKING));
      try (SocketEnd end = opening.socket(socket, host)) {
        all.add(new Daemon(socket, adoption.docker(machine, end.path(), socket), ""));
        drafted = true;
      } catch (UserError e) {
        all.add(new Daemon(socket, null, e.fact()));
      } catch (WireException e) {
        all.add(new Daemon(socket, null, "the daemon cannot be asked: " + e.evidence()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close the way to " + socket, e);
      }
    }
    return all;
  }

  private static String definition(Map<String, Host> named, Host.Ssh ssh) {
    StringBuilder out = new StringBuilder("{ssh: " + DraftText.quoted(ssh.text()));
    Secret key = ssh.key();
    if (key != null) {
      String source = key.source() == Secret.Source.FILE ? "file" : "env";
      out.append(", key: {").append(source).append(": ").append(DraftText.quoted(key.name()));
      out.append('}');
    }
    String sudo = ssh.sudo();
    out.append(sudo == null ? "" : ", sudo: " + sudo);
    String jump = ssh.jump();
    out.append(jump == null ? "" : ", jump: " + jump).append('}');
    // The host that it is reached from has to stand in the draft as well.
    if (jump != null && named.get(jump) instanceof Host.Ssh over) {
      out.append("\n  ").append(jump).append(": ").append(definition(named, over));
    }
    return out.toString();
  }

  /** A probe of the same machine that names the same port, unit or file. */
  private Map<Integer, List<String>> watched(String system, String host, Draft draft) {
    Map<Integer, List<String>> all = new TreeMap<>();
    List<Probe> own = probes.get().stream().filter(each -> isOn(each, system, host)).toList();
    for (int i = 0; i < draft.findings().size(); i++) {
      Finding finding = draft.findings().get(i);
      List<String> by =
          own.stream()
              .filter(probe -> sameTarget(finding, probe))
              .map(probe -> probe.key().system() + "/" + probe.key().component())
              .distinct()
              .toList();
      if (!by.isEmpty()) {
        all.put(i, by);
      }
    }
    return all;
  }

  /** This machine is the same for all systems. */
  private boolean isOn(Probe probe, String system, String host) {
    Map<String, Map<String, Host>> all = hosts.all();
    boolean local = all.getOrDefault(system, Map.of()).get(host) instanceof Host.Local;
    String on = probe.host();
    boolean sameHost = probe.key().system().equals(system) && host.equals(on);
    Host its = all.getOrDefault(probe.key().system(), Map.of()).get(on == null ? "" : on);
    return sameHost || (local && (on == null || its instanceof Host.Local));
  }

  private boolean sameTarget(Finding finding, Probe probe) {
    String asked = probe.spec().definition();
    if (finding.sort() == Finding.Sort.MACHINE) {
      return probe.spec().kind().name().equals("host");
    }
    if (probe.spec().check() instanceof ByConnection by) {
      var named = connections.all().getOrDefault(probe.key().system(), Map.of());
      asked += " " + named.get(by.connection()) + " ";
    }
    String all = asked;
    if (probe.spec().kind().name().equals("container")
        && containers(finding).anyMatch(all::contains)) {
      return true;
    }
    return targets(finding).stream().anyMatch(target -> names(all, target));
  }

  /** As the definition of a probe that names the same container or service holds it. */
  private static Stream<String> containers(Finding finding) {
    return finding.probes().stream()
        .map(CONTAINER::matcher)
        .filter(Matcher::matches)
        .map(
            found ->
                (found.group("service") == null ? "\"container\"=" : "\"service\"=")
                    + found.group("name"));
  }

  private static boolean names(String asked, String target) {
    return Pattern.compile(Pattern.quote(target) + "(?![0-9A-Za-z])").matcher(asked).find()
        || (target.startsWith(":") && asked.contains("port=" + target.substring(1) + ","));
  }

  private static List<String> targets(Finding finding) {
    List<String> all = new ArrayList<>();
    for (String probe : finding.probes()) {
      var found = TARGET.matcher(probe);
      while (found.find()) {
        all.add(
            found.group(1) != null
                ? ":" + found.group(1)
                : found.group(2) != null ? found.group(2) : found.group(3));
      }
    }
    String place = finding.place();
    int port = place.lastIndexOf(':');
    if (finding.sort() == Finding.Sort.DATABASE && port >= 0) {
      all.add(place.substring(port));
    }
    return all;
  }

  /**
   * Writes the last draft of a machine into a folder of its own, for a person to review.
   *
   * @throws UserError {@code nothing-found} when nobody has looked
   */
  public Path write(String system, String host) {
    Look look = last(system, host);
    if (look == null) {
      throw new UserError(
          "nothing-found", "nobody has looked at " + system + "/" + host, "look around first");
    }
    Path folder = folder(look.draft());
    look.draft().write(folder);
    return folder;
  }

  /** Where the draft would lie: a draft never overwrites another. */
  public Path folder(Draft draft) {
    Path folder = drafts.resolve(draft.system());
    for (int i = 2; Files.exists(folder); i++) {
      folder = drafts.resolve(draft.system() + "-" + i);
    }
    return folder;
  }
}
