package jigi.detect.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.EnvLine;
import jigi.base.config.Node;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Yaml;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Reads compose files of every age (without {@code services:} as in version 1, 2.x, 3.x, the
 * Compose specification) for what can be observed of them: images, ports, health checks.
 */
final class ComposeReader {
  private static final int DEEPEST = 10;

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Set<Path> read = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private String project = "";

  /** Services by name, those of later files laid over those of earlier ones. */
  Map<String, Service> services() {
    return new LinkedHashMap<>(services);
  }

  /** Variables that stand in no {@code .env}. */
  Set<String> missing() {
    return Set.copyOf(missing);
  }

  /** What the file calls the project; empty when it does not. */
  String project() {
    return project;
  }

  /**
   * Adds a file.
   *
   * @throws UserError {@code file-not-readable}, {@code bad-compose-file}
   */
  void add(Path file) {
    if (!read.add(file.toAbsolutePath().normalize())) {
      return;
    }
    Map<String, Node> root = root(file);
    Variables variables = variables(file);
    String named = Loose.text(root.get("name"));
    project = named == null ? project : variables.fill(named);
    for (Node included : Loose.list(root.get("include"))) {
      List<String> paths = Loose.texts(included);
      for (String each : paths.isEmpty() ? Loose.texts(Loose.map(included).get("path")) : paths) {
        add(beside(file, variables.fill(each)));
      }
    }
    all(root).forEach((name, node) -> put(service(file, name, node, variables, 0)));
    missing.addAll(variables.missing());
  }

  private void put(Service service) {
    services.merge(service.name(), service, Service::overlaidBy);
  }

  /** Version 1 had services at the top. */
  private static Map<String, Node> all(Map<String, Node> root) {
    if (root.containsKey("services")) {
      return Loose.map(root.get("services"));
    }
    Map<String, Node> old = new LinkedHashMap<>();
    root.forEach(
        (name, node) -> {
          Map<String, Node> map = Loose.map(node);
          if (map.containsKey("image") || map.containsKey("build")) {
            old.put(name, node);
          }
        });
    return old;
  }

  private static Map<String, Node> root(Path file) {
    Problems problems = new Problems();
    Node node = Yaml.read(String.valueOf(file.getFileName()), text(file), problems);
    var bad = problems.sorted().stream().filter(p -> p.code().equals("bad-yaml")).findFirst();
    if (bad.isPresent()) {
      throw new UserError(
          "bad-compose-file",
          file.resolveSibling(bad.get().place().toString()) + "  " + bad.get().what(),
          "'docker compose config' must be able to read it");
    }
    return Loose.map(node);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserError(
          "file-not-readable", file + " cannot be read (" + e + ")", "name a compose file", e);
    }
  }

  private static Variables variables(Path file) {
    Path env = beside(file, ".env");
    return new Variables(Files.isReadable(env) ? EnvLine.values(text(env)) : Map.of());
  }

  private static Path beside(Path file, String other) {
    return file.toAbsolutePath().resolveSibling(other).normalize();
  }

  private Service service(Path file, String name, Node node, Variables variables, int depth) {
    Map<String, Node> map = Loose.map(node);
    Place place = new Place(file.toString(), node.place().line(), node.place().column());
    Service own =
        new Service(
            name,
            place,
            filled(map.get("image"), variables),
            health(map.get("healthcheck"), variables),
            ports(map, variables),
            needs(map),
            Loose.texts(map.get("profiles")),
            login(map, variables),
            serverName(map, variables),
            "host".equals(Loose.text(map.get("network_mode"))));
    Service base = depth > DEEPEST ? null : base(file, name, map.get("extends"), variables, depth);
    return base == null ? own : base.overlaidBy(own);
  }

  private @Nullable Service base(
      Path file, String name, @Nullable Node extended, Variables variables, int depth) {
    if (extended == null) {
      return null;
    }
    Map<String, Node> map = Loose.map(extended);
    String alone = Loose.text(extended);
    String service = alone == null ? Loose.text(map.get("service")) : alone;
    String other = Loose.text(map.get("file"));
    Path from = other == null ? file : beside(file, variables.fill(other));
    if (service == null || !Files.isReadable(from)) {
      return null;
    }
    Node node = all(root(from)).get(service);
    if (node == null) {
      return null;
    }
    Service found = service(from, service, node, variables, depth + 1);
    return new Service(
        name,
        found.place(),
        found.image(),
        found.health(),
        found.ports(),
        // Compose leaves dependencies of the extended service where they are.
        Set.of(),
        found.profiles(),
        found.login(),
        found.serverName(),
        found.hostNetwork());
  }

  private static Login login(Map<String, Node> map, Variables variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    Loose.pairs(map.get("environment"))
        .forEach((key, value) -> environment.put(key, variables.fill(value)));
    return Known.login(environment, String.join(" ", Loose.texts(map.get("command"))));
  }

  /** As the usual proxies are told: by a label of Traefik, or a variable of nginx-proxy. */
  private static String serverName(Map<String, Node> map, Variables variables) {
    Map<String, String> said = new LinkedHashMap<>(Loose.pairs(map.get("environment")));
    String host = variables.fill(said.getOrDefault("VIRTUAL_HOST", ""));
    return host.replaceFirst(",.*", "").strip();
  }

  private static String filled(@Nullable Node node, Variables variables) {
    String text = Loose.text(node);
    return text == null ? "" : variables.fill(text).strip();
  }

  private static String health(@Nullable Node node, Variables variables) {
    Map<String, Node> map = Loose.map(node);
    if ("true".equals(Loose.text(map.get("disable")))) {
      return "";
    }
    String test = String.join(" ", Loose.texts(map.get("test")));
    return test.equals("NONE") ? "" : variables.fill(test).replaceFirst("^CMD(-SHELL)? ", "");
  }

  private static List<Port> ports(Map<String, Node> map, Variables variables) {
    List<Port> all = new ArrayList<>();
    for (Node item : Loose.list(map.get("ports"))) {
      String text = Loose.text(item);
      all.addAll(
          text == null
              ? Port.ofLong(Loose.map(item), variables)
              : Port.ofShort(variables.fill(text)));
    }
    for (String exposed : Loose.texts(map.get("expose"))) {
      for (Port port : Port.ofShort(variables.fill(exposed))) {
        if (all.stream().noneMatch(known -> known.target() == port.target())) {
          all.add(port);
        }
      }
    }
    return all;
  }

  private static Set<String> needs(Map<String, Node> map) {
    Set<String> all = new LinkedHashSet<>(Loose.names(map.get("depends_on")));
    for (String link : Loose.texts(map.get("links"))) {
      all.add(link.replaceFirst(":.*$", ""));
    }
    return all;
  }
}
