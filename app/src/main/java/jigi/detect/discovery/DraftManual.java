package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the files of a draft, component by component. */
final class DraftManual {
  static final String ROOT = "jigi.yaml";
  static final String THIS = "this machine";

  private final String system;
  private final DraftConnections connections;
  private final Doors doors;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final StringBuilder components = new StringBuilder();
  private final List<String> conditions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> named = new HashMap<>();
  private final Map<String, String> runbooks = new LinkedHashMap<>();
  private final Set<String> runbookNames = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private int count;
  private int probed;

  DraftManual(String system, Doors doors) {
    this.system = system;
    this.doors = doors;
    this.connections = new DraftConnections(system);
  }

  DraftConnections connections() {
    return connections;
  }

  /** A machine, looked at by what its kernel tells. */
  void machine(Machine machine, String place) {
    machines.put(machine.name(), machine);
    String name = fresh(machine.component());
    component(
        new Entry(Finding.Sort.MACHINE, name, machine.component(), place, machine),
        place.equals(THIS) ? THIS : "machine " + place,
        List.of("type: host"),
        List.of("- host: /proc", "  every: 15s"));
    conditions.set(
        conditions.size() - 1,
        (machine.here() ? "" : name + "-")
            + "memory-ok: host_memory_used_ratio{component=\""
            + name
            + "\"} < 0.9");
  }

  /** The name that a service gets; asked for before others need it. */
  String name(Machine machine, String service) {
    return named.computeIfAbsent(key(machine, service), _ -> fresh(service));
  }

  private static String key(Machine machine, String service) {
    return machine.name() + "/" + service;
  }

  /** A name that nothing else has. */
  String fresh(String wanted) {
    return DraftText.name(wanted, names);
  }

  /** What is to be written. */
  record Entry(Finding.Sort sort, String name, String title, String place, Machine machine) {}

  /**
   * A service.
   *
   * @param name the component's
   * @param extra lines of probes before those that its ports suggest
   */
  void service(String name, Service service, Machine machine, List<String> extra)
      throws InterruptedException {
    List<String> lines = new ArrayList<>(extra);
    lines.addAll(new ServiceProbes(machine, doors, connections).of(service, name));
    List<String> keys = new ArrayList<>();
    List<String> needs =
        service.needs().stream()
            .map(each -> key(machine, each))
            .filter(named::containsKey)
            .map(named::get)
            .toList();
    if (!needs.isEmpty()) {
      keys.add("needs: [" + String.join(", ", needs) + "]");
    }
    if (lines.isEmpty()) {
      keys.add(
          DraftText.comment(
              "no port of it is published at a known number, so it cannot be asked from here"));
    } else if (!service.profiles().isEmpty()) {
      String only = "runs only with profile " + String.join(", ", service.profiles());
      keys.add(DraftText.comment(only));
      keys.add("# probes:");
      lines.forEach(line -> keys.add("#   " + line));
      lines.clear();
    }
    String image = service.image().isEmpty() ? "built from source" : "image " + service.image();
    boolean database =
        lines.stream().anyMatch(line -> line.matches("- (postgres|mysql|redis): .*"));
    component(
        new Entry(
            database ? Finding.Sort.DATABASE : Finding.Sort.SERVICE,
            name,
            service.name(),
            place(service),
            machine),
        "from " + place(service) + ", " + image,
        keys,
        lines);
  }

  private static String place(Service service) {
    return service.place().file() + ":" + service.place().line();
  }

  /** Something of a machine, with the probes that fit it. */
  void component(Entry entry, String comment, List<String> keys, List<String> probes) {
    count++;
    components.append("\n  ").append(DraftText.comment(comment));
    components.append("\n  ").append(entry.name()).append(":\n");
    line("title: " + DraftText.quoted(entry.title()));
    line("on: " + entry.machine().name());
    keys.forEach(this::line);
    if (!probes.isEmpty()) {
      probed++;
      line("probes:");
      probes.forEach(each -> line("  " + each));
      String name = entry.name();
      conditions.add(name + "-answers: probe_success{component=\"" + name + "\"} == 1");
    }
    findings.add(
        new Finding(
            entry.sort(),
            entry.title(),
            entry.place(),
            ROOT + ": " + entry.name(),
            probes.stream()
                .filter(each -> each.startsWith("- "))
                .map(each -> each.substring(2).replaceFirst("\\s+#.*", ""))
                .toList()));
  }

  private void line(String text) {
    components.append("    ").append(text).append('\n');
  }

  void crontab(String file, List<Crontab.Line> lines, Machine machine) {
    for (Crontab.Line line : lines) {
      Map.Entry<String, String> made = CronRunbook.of(file, line, machine.name(), runbookNames);
      runbooks.put(made.getKey(), made.getValue());
      String when = line.when();
      findings.add(
          new Finding(
              Finding.Sort.SCHEDULE,
              line.command(),
              file + ":" + line.number(),
              made.getKey(),
              when == null ? List.of() : List.of("schedule: cron " + when)));
    }
  }

  /** The certificates in files; one that a port of this machine shows is compared with that. */
  void certificates(
      List<Certificates.InFile> files, Machine machine, Map<String, Doors.Served> served) {
    Set<String> seen = new LinkedHashSet<>();
    for (Certificates.InFile file : files) {
      if (!seen.add(file.digest())) {
        continue;
      }
      String title = file.names().isEmpty() ? file.path() : file.names().getFirst();
      List<String> probes = new ArrayList<>();
      probes.add("- certificate: " + DraftText.quoted(file.path()));
      probes.add("  every: 1h");
      probes.add("  left: 21d");
      served.forEach(
          (at, shown) -> {
            if (shown.digest().equals(file.digest()) && probes.size() == 3) {
              probes.add("  served: " + DraftText.quoted(at));
              probes.add("  server-name: " + DraftText.quoted(title));
            }
          });
      component(
          new Entry(
              Finding.Sort.CERTIFICATE, fresh("certificate-" + title), title, file.path(), machine),
          "from " + file.path(),
          List.of("type: certificate"),
          probes);
    }
  }

  /** All of it. */
  Draft draft(Set<String> missing) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # A draft: written from what was found, reviewed by nobody. Read it, change it, delete what
        # does not matter; 'jigi check' tells what is wrong, and nothing is watched before 'jigi up'.
        system: %s
        title: %s

        hosts:
        """
            .formatted(system, DraftText.quoted(system)));
    machines
        .values()
        .forEach(
            machine ->
                out.append("  ")
                    .append(machine.name())
                    .append(": ")
                    .append(machine.definition())
                    .append('\n'));
    out.append(connections.text());
    out.append("\ncomponents:").append(components);
    out.append("\nconditions:\n");
    conditions.forEach(condition -> out.append("  ").append(condition).append('\n'));
    if (!missing.isEmpty()) {
      String all = String.join(", ", new java.util.TreeSet<>(missing));
      out.append('\n')
          .append(DraftText.comment("these variables stand in no .env and have no default: " + all))
          .append('\n');
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put(ROOT, out.toString());
    files.putAll(runbooks);
    return new Draft(system, files, count, probed, findings);
  }
}
