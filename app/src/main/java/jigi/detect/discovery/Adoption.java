package jigi.detect.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;

/**
 * Drafts a manual of compose files, crontabs, listening ports and what a Docker daemon has. Starts
 * nothing, and contacts nothing but that daemon.
 */
public final class Adoption {
  private static final int DEEP = 3;

  private final ComposeReader compose = new ComposeReader();
  private final Map<String, List<Crontab.Line>> crontabs = new LinkedHashMap<>();
  private final Set<Integer> listening = new LinkedHashSet<>();
  private final Map<String, DockerReader.Found> containers = new LinkedHashMap<>();
  private String daemon = "";
  private final Set<String> names = new HashSet<>(Set.of("machine"));
  private final Map<String, String> named = new HashMap<>();
  private int components = 1;
  private int probed = 1;

  /** Adds a compose file, or all that lie in a folder (three levels deep, overrides last). */
  public void compose(Path path) {
    if (!Files.isDirectory(path)) {
      compose.add(path);
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(path, DEEP)) {
      found =
          files
              .filter(file -> file.getFileName().toString().matches("(docker-)?compose.*\\.ya?ml"))
              .sorted(java.util.Comparator.comparing(Adoption::order))
              .toList();
    } catch (IOException e) {
      throw new UserError("folder-not-readable", path + " cannot be read (" + e + ")", "see it", e);
    }
    if (found.isEmpty()) {
      throw new UserError(
          "nothing-found", "no compose file lies in " + path, "name one: jigi adopt FILE");
    }
    found.forEach(compose::add);
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

  /** Adds what this host listens on, in the kernel's own tables. */
  public void listening(Path proc) {
    for (String table : List.of("tcp", "tcp6")) {
      try {
        listening.addAll(Listening.ports(Files.readString(proc.resolve("net").resolve(table))));
      } catch (IOException e) {
        throw new UserError(
            "ports-not-readable",
            "the kernel's table cannot be read (" + e + ")",
            "run on Linux",
            e);
      }
    }
  }

  /**
   * Adds the containers of the daemon at this socket.
   *
   * @throws UserError {@code docker-not-reached}
   */
  public void docker(Path socket) throws InterruptedException {
    daemon = socket.toAbsolutePath().normalize().toString();
    containers.putAll(new DockerReader(socket).read());
  }

  /** The draft. */
  public Draft draft(String wanted) {
    String system = DraftText.name(wanted.isEmpty() ? project() : wanted, new HashSet<>());
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # A draft: written from what was found, reviewed by nobody. Read it, change it, delete what
        # does not matter; 'jigi check' tells what is wrong, and nothing is watched before 'jigi up'.
        system: %s
        title: %s

        hosts:
          here: {local: true}
        %s
        components:
          machine:
            on: here
            probes:
              - host: /proc
                every: 15s
        """
            .formatted(system, DraftText.quoted(system), connections()));
    List<String> conditions = new ArrayList<>();
    conditions.add("memory-ok: host_memory_used_ratio < 0.9");
    Map<String, Service> services = compose.services();
    containers.forEach((name, found) -> services.merge(name, found.service(), Service::overlaidBy));
    services.keySet().forEach(name -> named.put(name, DraftText.name(name, names)));
    services.values().forEach(service -> service(service, out, conditions));
    ports(services, out, conditions);
    out.append("\nconditions:\n");
    conditions.forEach(condition -> out.append("  ").append(condition).append('\n'));
    missing(out);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("jigi.yaml", out.toString());
    Set<String> runbooks = new HashSet<>();
    crontabs.forEach(
        (file, lines) ->
            lines.forEach(
                line -> {
                  Map.Entry<String, String> runbook = CronRunbook.of(file, line, runbooks);
                  files.put(runbook.getKey(), runbook.getValue());
                }));
    return new Draft(system, files, components, probed);
  }

  private String connections() {
    return daemon.isEmpty()
        ? ""
        : "\nconnections:\n  engine: {docker: " + DraftText.quoted("unix://" + daemon) + "}\n";
  }

  /** What its daemon knows of it comes before what it answers. */
  private List<String> probes(Service service) {
    List<String> probes = new ArrayList<>();
    DockerReader.Found found = containers.get(service.name());
    if (found != null) {
      probes.add("- container: " + found.container());
      probes.add("  docker: engine");
      probes.add("  every: 15s");
    }
    probes.addAll(ServiceProbes.of(service));
    return probes;
  }

  private String project() {
    return compose.project().isEmpty() ? "adopted" : compose.project();
  }

  private void service(Service service, StringBuilder out, List<String> conditions) {
    String name = named(service.name());
    components++;
    String image = service.image().isEmpty() ? "built from source" : "image " + service.image();
    out.append("\n  ").append(DraftText.comment("from " + service.place() + ", " + image));
    out.append("\n  ").append(name).append(":\n");
    out.append("    title: ").append(DraftText.quoted(service.name())).append('\n');
    out.append("    on: here\n");
    List<String> needs =
        service.needs().stream().filter(named::containsKey).map(this::named).toList();
    if (!needs.isEmpty()) {
      out.append("    needs: [").append(String.join(", ", needs)).append("]\n");
    }
    List<String> probes = probes(service);
    String off = "";
    if (probes.isEmpty()) {
      String why = "no port of it is published at a known number, so it cannot be asked from here";
      out.append("    ").append(DraftText.comment(why)).append('\n');
      return;
    }
    if (!service.profiles().isEmpty()) {
      String only = "runs only with profile " + String.join(", ", service.profiles());
      out.append("    ").append(DraftText.comment(only)).append('\n');
      off = "# ";
    }
    out.append("    ").append(off).append("probes:\n");
    for (String line : probes) {
      out.append("    ").append(off).append("  ").append(line).append('\n');
    }
    if (off.isEmpty()) {
      probed++;
      conditions.add(name + "-answers: probe_success{component=\"" + name + "\"} == 1");
    }
  }

  private String named(String service) {
    return named.getOrDefault(service, service);
  }

  /** What listens here and belongs to no service. */
  private void ports(Map<String, Service> services, StringBuilder out, List<String> conditions) {
    Set<Integer> published = new HashSet<>();
    services.values().forEach(s -> s.ports().forEach(port -> published.add(port.published())));
    for (int port : listening) {
      if (published.contains(port)) {
        continue;
      }
      Known.Software known = Known.byPort(port);
      String kind = known == null ? "port" : known.names().replaceFirst("\\|.*", "");
      Service found =
          new Service(
              kind + "-" + port,
              new jigi.base.config.Place("/proc/net/tcp", 1, 1),
              known == null ? "" : kind,
              "",
              List.of(new Port("127.0.0.1", port, port, true)),
              Set.of(),
              List.of(),
              false);
      named.put(found.name(), DraftText.name(found.name(), names));
      service(found, out, conditions);
    }
  }

  private void missing(StringBuilder out) {
    if (!compose.missing().isEmpty()) {
      out.append('\n')
          .append(
              DraftText.comment(
                  "these variables stand in no .env and have no default: "
                      + String.join(", ", new java.util.TreeSet<>(compose.missing()))))
          .append('\n');
    }
  }
}
