package jigi.detect.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.config.Place;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Drafts a manual of compose files, crontabs, what machines have and what their Docker daemons
 * have. Starts nothing; contacts nothing but those daemons, and the ports that were found open.
 */
public final class Adoption {
  private static final int DEEP = 3;

  private final Doors doors;
  private final ComposeReader compose = new ComposeReader();
  private final Map<String, List<Crontab.Line>> crontabs = new LinkedHashMap<>();
  private final Map<Machine, Survey> surveys = new LinkedHashMap<>();
  private final Map<Machine, Engine> engines = new LinkedHashMap<>();
  private final Map<String, String> pems = new LinkedHashMap<>();

  /** A daemon by its socket on its machine, and what it has. */
  private record Engine(String socket, Map<String, DockerReader.Found> containers) {}

  public Adoption(Doors doors) {
    this.doors = doors;
  }

  /** Adds a compose file, or all that lie in a folder (three levels deep, overrides last). */
  public void compose(Path path) {
    if (!Files.isDirectory(path)) {
      compose.add(path);
      return;
    }
    List<Path> found = files(path, "(docker-)?compose.*\\.ya?ml", DEEP);
    if (found.isEmpty()) {
      throw new UserError(
          "nothing-found", "no compose file lies in " + path, "name one: jigi adopt FILE");
    }
    found.forEach(compose::add);
    // Beside them lie the certificates that their gateways show.
    for (Path file : files(path, "cert\\.pem|.*\\.crt", 2 * DEEP)) {
      pems.put(file.toAbsolutePath().normalize().toString(), text(file));
    }
  }

  private static List<Path> files(Path folder, String name, int deep) {
    try (Stream<Path> files = Files.walk(folder, deep)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name) && Files.isReadable(file))
          .sorted(java.util.Comparator.comparing(Adoption::order))
          .toList();
    } catch (IOException e) {
      throw new UserError(
          "folder-not-readable", folder + " cannot be read (" + e + ")", "see it", e);
    }
  }

  private static String text(Path file) {
    try {
      String all = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
      int begin = all.indexOf("-----BEGIN CERTIFICATE-----");
      return begin < 0 ? "" : all.substring(begin);
    } catch (IOException e) {
      return ""; // it was readable a moment ago, and is no certificate of ours
    }
  }

  private static String order(Path file) {
    String name = file.getFileName().toString();
    return file.getParent() + (name.contains("override") ? "/~" : "/") + name;
  }

  public void crontab(Path file) {
    try {
      String path = file.toAbsolutePath().normalize().toString();
      crontabs.put(file.toString(), Crontab.read(Files.readString(file), Crontab.isSystems(path)));
    } catch (IOException e) {
      throw new UserError(
          "file-not-readable",
          file + " cannot be read (" + e + ")",
          "write yours into a file: crontab -l > crontab.txt",
          e);
    }
  }

  /** Adds what this machine has. */
  public void here(Survey survey) {
    surveys.put(Machine.HERE, survey);
  }

  /** Adds the ports that this machine listens on, and its certificates. */
  public void ports(Survey survey) {
    here(
        new Survey(
            survey.name(),
            survey.listening(),
            List.of(),
            Map.of(),
            survey.certificates(),
            List.of()));
  }

  /** Adds what another machine has. */
  public void machine(Machine machine, Survey survey) {
    surveys.put(machine, survey);
  }

  /**
   * Adds the containers of this machine's daemon.
   *
   * @throws UserError {@code docker-not-reached}
   */
  public void docker(Path socket) throws InterruptedException {
    docker(Machine.HERE, socket, socket.toAbsolutePath().normalize().toString());
  }

  /**
   * Adds the containers of a machine's daemon.
   *
   * @param near a socket of this machine that leads to the daemon
   * @param socket the daemon's own, on its machine
   * @return how many services they are
   * @throws UserError {@code docker-not-reached}
   */
  public int docker(Machine machine, Path near, String socket) throws InterruptedException {
    Map<String, DockerReader.Found> found = new DockerReader(near, socket, machine.here()).read();
    engines.put(machine, new Engine(socket, found));
    return found.size();
  }

  /** The draft. */
  public Draft draft(String wanted) throws InterruptedException {
    String system = DraftText.name(wanted.isEmpty() ? usual() : wanted, new HashSet<>());
    DraftManual manual = new DraftManual(system, doors);
    Survey own = surveys.get(Machine.HERE);
    Map<String, Service> services = services(Machine.HERE);
    boolean local = !services.isEmpty() || !crontabs.isEmpty() || !pems.isEmpty();
    if (local || own != null) {
      manual.machine(Machine.HERE, own == null ? DraftManual.THIS : own.name());
    }
    services(manual, Machine.HERE, services);
    manual.certificates(Certificates.of(pems), Machine.HERE, Map.of());
    crontabs.forEach((file, lines) -> manual.crontab(file, lines, Machine.HERE));
    for (Map.Entry<Machine, Survey> each : surveys.entrySet()) {
      surveyed(manual, each.getKey(), each.getValue());
    }
    return manual.draft(compose.missing());
  }

  private String usual() {
    if (!compose.project().isEmpty()) {
      return compose.project();
    }
    return surveys.size() == 1 && !surveys.containsKey(Machine.HERE)
        ? surveys.keySet().iterator().next().name()
        : "adopted";
  }

  /** What compose files and its daemon say that a machine has. */
  private Map<String, Service> services(Machine machine) {
    Map<String, Service> services = machine.here() ? compose.services() : new LinkedHashMap<>();
    Engine engine = engines.get(machine);
    if (engine != null) {
      engine
          .containers()
          .forEach((name, found) -> services.merge(name, found.service(), Service::overlaidBy));
    }
    return services;
  }

  private void services(DraftManual manual, Machine machine, Map<String, Service> services)
      throws InterruptedException {
    Engine engine = engines.get(machine);
    String by = engine == null ? "" : engine(manual, machine, engine);
    services.keySet().forEach(name -> manual.name(machine, name));
    for (Service service : services.values()) {
      DockerReader.Found found = engine == null ? null : engine.containers().get(service.name());
      // What its daemon knows of it comes before what it answers.
      List<String> asked =
          found == null
              ? List.of()
              : List.of("- container: " + found.container(), "  docker: " + by, "  every: 15s");
      manual.service(manual.name(machine, service.name()), service, machine, asked);
    }
  }

  private static String engine(DraftManual manual, Machine machine, Engine engine) {
    String on = machine.here() ? "" : ", on: " + machine.name();
    String at = DraftText.quoted("unix://" + engine.socket());
    return manual.connections().add("engine", "{docker: " + at + on + "}");
  }

  private void surveyed(DraftManual manual, Machine machine, Survey survey)
      throws InterruptedException {
    Map<String, Service> services = services(machine);
    if (!machine.here()) {
      manual.machine(machine, survey.name());
      services(manual, machine, services);
    }
    Set<Integer> published = new HashSet<>();
    services.values().forEach(s -> s.ports().forEach(port -> published.add(port.published())));
    List<String> units = new ArrayList<>(survey.units());
    Map<String, Doors.Served> served = new LinkedHashMap<>();
    for (Listening each : survey.listening()) {
      // The port that Jigi itself came in by is looked at whenever the machine is.
      boolean way = !machine.here() && each.port() == 22;
      if (way || published.contains(each.port())) {
        continue;
      }
      Service service = service(each, survey);
      String unit = units.stream().filter(u -> belongs(u, service.kind())).findFirst().orElse("");
      units.remove(unit);
      manual.service(
          manual.fresh(service.name()), service, machine, unit.isEmpty() ? List.of() : unit(unit));
      String at = each.address().isEmpty() ? machine.address() : each.address();
      boolean compared =
          !survey.certificates().isEmpty() && ServiceProbes.TLS_PORTS.contains(each.port());
      Doors.Served shown = compared ? doors.served(at, each.port()) : null;
      if (shown != null) {
        served.put((at.contains(":") ? "[" + at + "]" : at) + ":" + each.port(), shown);
      }
    }
    for (String unit : units) {
      String name = unit.replaceFirst("\\.(service|timer)$", "");
      manual.component(
          new DraftManual.Entry(
              Finding.Sort.UNIT, manual.fresh(name), unit, survey.name(), machine),
          "unit " + unit + " of " + survey.name(),
          List.of(),
          unit(unit));
    }
    manual.certificates(survey.certificates(), machine, served);
    survey.crontabs().forEach((file, lines) -> manual.crontab(file, lines, machine));
  }

  private static List<String> unit(String unit) {
    return List.of("- systemd: " + DraftText.quoted(unit), "  every: 1m");
  }

  private static boolean belongs(String unit, String kind) {
    String bare = unit.replaceFirst("(@.*)?\\.service$", "");
    return unit.endsWith(".service")
        && !kind.equals("port")
        && (bare.startsWith(kind) || kind.startsWith(bare));
  }

  /** What listens on a port, by the program's name where it is known, else by the port. */
  private static Service service(Listening listening, Survey survey) {
    int port = listening.port();
    Known.Software byName =
        listening.program().isEmpty() ? null : Known.byName(listening.program());
    Known.Software known = byName == null ? Known.byPort(port) : byName;
    String kind = known == null ? "" : known.names().replaceFirst("\\|.*", "");
    String program = listening.program().isEmpty() ? kind : listening.program();
    String bare = known == null ? program : kind;
    return new Service(
        (bare.isEmpty() ? "port" : bare) + "-" + port,
        new Place(survey.name(), port, 1),
        bare,
        "",
        List.of(new Port(listening.address(), port, inner(byName, port), true)),
        Set.of(),
        List.of(),
        Login.UNKNOWN,
        "",
        false);
  }

  /** A database keeps its own port behind any other, by which the draft knows its kind. */
  private static int inner(Known.@Nullable Software software, int port) {
    if (software == null) {
      return port;
    }
    return switch (software.way()) {
      case POSTGRES, MYSQL, REDIS -> software.port();
      case HTTP, MEMCACHED, TCP -> port;
    };
  }
}
