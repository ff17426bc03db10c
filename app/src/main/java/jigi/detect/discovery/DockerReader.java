package jigi.detect.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.config.Place;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.UserError;

/**
 * Reads what a daemon has: the containers of a compose service are one, any other container is one
 * of its own. Containers are only looked at.
 */
final class DockerReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private final Path near;
  private final String socket;
  private final boolean here;

  /**
   * @param near a socket of this machine that leads to the daemon
   * @param socket the daemon's own, on its machine
   * @param here whether that is this machine
   */
  DockerReader(Path near, String socket, boolean here) {
    this.near = near;
    this.socket = socket;
    this.here = here;
  }

  /**
   * What belongs together.
   *
   * @param container how a probe names it, as YAML
   */
  record Found(Service service, String container) {}

  /** A container, and what of it decides where it belongs. */
  private record Listed(String project, String service, JsonNode json) {}

  /**
   * By name, which is the service's unless two projects have it.
   *
   * @throws UserError {@code docker-not-reached}
   */
  Map<String, Found> read() throws InterruptedException {
    try (DockerSession session = DockerSession.local(near, Deadline.in(PATIENCE))) {
      List<Listed> all = new ArrayList<>();
      for (JsonNode each : session.get("/containers/json?all=1").json()) {
        // 'compose run' leaves containers behind that nobody misses.
        if (!label(each, "com.docker.compose.oneoff").equalsIgnoreCase("true")) {
          String name = each.path("Names").path(0).asText().replaceFirst("^/", "");
          String service = label(each, SERVICE);
          JsonNode whole = session.get("/containers/" + each.path("Id").asText() + "/json").json();
          all.add(new Listed(label(each, PROJECT), service.isEmpty() ? name : service, whole));
        }
      }
      return found(all);
    } catch (WireException e) {
      throw new UserError(
          "docker-not-reached",
          "the daemon cannot be asked: " + e.evidence(),
          "see that it runs and that your account may use its socket, or name another: --docker PATH",
          e);
    }
  }

  private Map<String, Found> found(List<Listed> all) {
    Map<String, Set<String>> projects = new HashMap<>();
    all.forEach(
        each ->
            projects.computeIfAbsent(each.service(), key -> new TreeSet<>()).add(each.project()));
    Map<String, Found> found = new TreeMap<>();
    for (Listed each : all) {
      String name = name(each.project(), each.service(), projects);
      Found one = one(name, each, projects);
      Found known = found.get(name);
      found.put(
          name,
          known == null
              ? one
              : new Found(known.service().overlaidBy(one.service()), known.container()));
    }
    return new LinkedHashMap<>(found);
  }

  private static String name(String project, String service, Map<String, Set<String>> projects) {
    Set<String> several = projects.getOrDefault(service, Set.of());
    return several.size() > 1 && !project.isEmpty() ? project + "-" + service : service;
  }

  private Found one(String name, Listed listed, Map<String, Set<String>> projects) {
    JsonNode json = listed.json();
    Set<String> needs = new LinkedHashSet<>();
    String depends =
        json.path("Config").path("Labels").path("com.docker.compose.depends_on").asText("");
    for (String each : depends.split(",")) {
      String needed = each.replaceFirst(":.*", "").strip();
      if (!needed.isEmpty()) {
        needs.add(name(listed.project(), needed, projects));
      }
    }
    Service service =
        new Service(
            name,
            new Place(socket, 1, 1),
            json.path("Config").path("Image").asText(),
            health(json),
            ports(json),
            needs,
            List.of(),
            login(json),
            "",
            json.path("HostConfig").path("NetworkMode").asText().equals("host"));
    String container =
        json.path("Config").path("Labels").has(SERVICE)
            ? "{service: %s, project: %s}"
                .formatted(DraftText.quoted(listed.service()), DraftText.quoted(listed.project()))
            : DraftText.quoted(listed.service());
    return new Found(service, container);
  }

  private static Login login(JsonNode json) {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode each : json.path("Config").path("Env")) {
      String[] pair = each.asText().split("=", 2);
      variables.put(pair[0], pair.length == 1 ? "" : pair[1]);
    }
    return Known.login(variables, json.path("Config").path("Cmd").toString());
  }

  private static String health(JsonNode json) {
    List<String> words = new ArrayList<>();
    json.path("Config").path("Healthcheck").path("Test").forEach(word -> words.add(word.asText()));
    return words.isEmpty() ? "" : String.join(" ", words.subList(1, words.size()));
  }

  private List<Port> ports(JsonNode json) {
    Map<Integer, Port> ports = new TreeMap<>();
    String everywhere = here ? "127.0.0.1" : "";
    json.path("HostConfig")
        .path("PortBindings")
        .properties()
        .forEach(
            binding -> {
              String[] target = binding.getKey().split("/", 2);
              boolean tcp = target.length == 1 || target[1].equals("tcp");
              for (JsonNode each : binding.getValue()) {
                int published = each.path("HostPort").asInt();
                String at = each.path("HostIp").asText("");
                boolean anywhere = at.isEmpty() || at.equals("0.0.0.0") || at.equals("::");
                int inside = Integer.parseInt(target[0]);
                ports.putIfAbsent(
                    published, new Port(anywhere ? everywhere : at, published, inside, tcp));
              }
            });
    return List.copyOf(ports.values());
  }

  private static String label(JsonNode listed, String name) {
    return listed.path("Labels").path(name).asText("");
  }
}
