package jigi.operate.deploy.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.docker.LogFrames;
import jigi.base.connect.docker.Wanted;
import jigi.base.connect.registry.ImageName;
import jigi.base.connect.registry.RegistryConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.HttpLine;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.runtime.RuntimeOpening;
import org.jspecify.annotations.Nullable;

/** A Docker daemon, or Podman's service, as deployments use it. */
public final class Engine {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration PULL = Duration.ofMinutes(20);

  private final RuntimeOpening opening;
  private final String connection;

  /**
   * @param connection its name in the manual
   */
  public Engine(RuntimeOpening opening, String connection) {
    this.opening = opening;
    this.connection = connection;
  }

  /** What is said to a daemon. */
  public interface Talk<T> {
    T with(DockerSession session) throws WireException, IOException, InterruptedException;
  }

  /**
   * Asks the daemon something that this class does not.
   *
   * @throws DeployException {@code runtime-unreachable}
   */
  public <T> T ask(Duration atMost, Talk<T> talk) throws DeployException, InterruptedException {
    var named = opening.connections().named();
    try (DockerSession session =
        named
            .find(opening.system(), connection, DockerConnection.class)
            .open(named.opening(opening.system(), Deadline.in(atMost)))) {
      return talk.with(session);
    } catch (WireException e) {
      throw new DeployException("runtime-unreachable", e.evidence(), e);
    } catch (IOException | Secret.Missing e) {
      throw new DeployException("runtime-unreachable", String.valueOf(e.getMessage()), e);
    } catch (UserError e) {
      throw new DeployException("runtime-unreachable", e.fact(), e);
    }
  }

  /** By name or id; null when there is none. */
  public @Nullable Container container(String name) throws DeployException, InterruptedException {
    DockerReply reply =
        ask(SHORT, session -> session.get("/containers/" + encoded(name) + "/json"));
    return reply.missing() ? null : Container.of(json(reply));
  }

  /** The newest of a compose service, of those that run if there are any; null for none. */
  public @Nullable Container service(@Nullable String project, String service)
      throws DeployException, InterruptedException {
    List<String> names = ask(SHORT, session -> new Wanted.Service(project, service).names(session));
    Container best = null;
    for (String name : names) {
      Container each = container(name);
      if (each != null && (best == null || !best.isRunning())) {
        best = each;
      }
    }
    return best;
  }

  /**
   * What it answers.
   *
   * @throws DeployException {@code runtime-unreachable} with the daemon's refusal
   */
  public static JsonNode json(DockerReply reply) throws DeployException {
    try {
      return reply.json();
    } catch (WireException e) {
      throw new DeployException("runtime-unreachable", e.evidence(), e);
    }
  }

  /**
   * What exactly an image is: with its repository where it came from one, else its id; null when it
   * is not there.
   */
  public @Nullable String digest(String image) throws DeployException, InterruptedException {
    JsonNode found = image(image);
    if (found == null) {
      return null;
    }
    String of = found.path("RepoDigests").path(0).asText();
    return of.contains("@sha256:") ? of : found.path("Id").asText();
  }

  /** The id; null when it is not there. */
  public @Nullable String imageId(String image) throws DeployException, InterruptedException {
    JsonNode found = image(image);
    return found == null ? null : found.path("Id").asText();
  }

  private @Nullable JsonNode image(String image) throws DeployException, InterruptedException {
    DockerReply reply = ask(SHORT, session -> session.get("/images/" + path(image) + "/json"));
    return reply.missing() ? null : json(reply);
  }

  /**
   * Fetches an image from its registry.
   *
   * @throws DeployException {@code not-pulled} with the registry's words
   */
  public void pull(String image) throws DeployException, InterruptedException {
    ImageName name = ImageName.of(image);
    String query =
        "/images/create?fromImage="
            + encoded(name.repository())
            + "&tag="
            + encoded(name.reference());
    String login = login(image);
    DockerReply reply = ask(PULL, session -> session.withRegistry("POST", query, null, login));
    String error = pullError(reply);
    if (!error.isEmpty()) {
      throw new DeployException("not-pulled", image + ": " + error);
    }
  }

  /** Of the manual's connection to the registry that has the image; null for anybody. */
  public @Nullable String login(String image) throws DeployException {
    var named = opening.connections().named();
    for (var each : named.all().getOrDefault(opening.system(), Map.of()).values()) {
      if (each instanceof RegistryConnection registry && registry.has(image)) {
        try {
          return registry.forDaemon(named.opening(opening.system(), Deadline.in(SHORT)));
        } catch (Secret.Missing e) {
          throw new DeployException("not-pulled", image + ": " + e.getMessage(), e);
        }
      }
    }
    return null;
  }

  /** The progress is a line of JSON after another; a failure is one of them, behind status 200. */
  private static String pullError(DockerReply reply) {
    if (!reply.ok()) {
      return reply.refusal();
    }
    for (String line : reply.body().lines().toList()) {
      try {
        String error = Json.tree(line).path("error").asText();
        if (!error.isEmpty()) {
          return error;
        }
      } catch (UserError e) {
        return "the daemon's answer is no JSON";
      }
    }
    return "";
  }

  /**
   * Makes a container and starts it.
   *
   * @throws DeployException {@code not-started} with the daemon's words
   */
  public void create(String name, Map<String, Object> body)
      throws DeployException, InterruptedException {
    DockerReply made =
        ask(
            SHORT,
            session -> session.post("/containers/create?name=" + encoded(name), Json.write(body)));
    if (!made.ok()) {
      throw new DeployException("not-started", made.refusal());
    }
  }

  /**
   * @throws DeployException {@code not-started} with the daemon's words
   */
  public void start(String name) throws DeployException, InterruptedException {
    DockerReply reply =
        ask(SHORT, session -> session.post("/containers/" + encoded(name) + "/start", ""));
    if (!reply.ok() && reply.status() != 304) {
      throw new DeployException("not-started", reply.refusal());
    }
  }

  /**
   * Ends and removes a container, with the volumes that have no name; one that is not there is no
   * error.
   *
   * @throws DeployException {@code not-stopped}
   */
  public void remove(String name, Duration grace) throws DeployException, InterruptedException {
    String path = "/containers/" + encoded(name);
    DockerReply stopped =
        ask(grace.plus(SHORT), session -> session.post(path + "/stop?t=" + grace.toSeconds(), ""));
    boolean gone = stopped.ok() || stopped.status() == 304 || stopped.missing();
    DockerReply removed = ask(SHORT, session -> session.delete(path + "?force=1&v=1"));
    if (container(name) != null) {
      throw new DeployException("not-stopped", gone ? removed.refusal() : stopped.refusal());
    }
  }

  /** The last lines of its output; empty where nothing can be read. */
  public String lastWords(String name, int lines) throws DeployException, InterruptedException {
    return log("/containers/" + encoded(name), lines);
  }

  /** The last lines that there are of a container or a service, by its path. */
  public String log(String of, int lines) throws DeployException, InterruptedException {
    return ask(
        SHORT,
        session -> {
          String path = of + "/logs?stdout=1&stderr=1&tail=" + lines;
          try (HttpLine answer = session.stream("GET", path, null)) {
            if (answer.status() != 200) {
              return "";
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LogFrames frames = new LogFrames(answer.stream());
            for (var frame = frames.next(); frame != null; frame = frames.next()) {
              out.writeBytes(frame.bytes());
            }
            return out.toString(StandardCharsets.UTF_8).strip();
          }
        });
  }

  /** Makes a volume, unless there is one of that name. */
  public void volume(String name) throws DeployException, InterruptedException {
    JsonNode all = json(ask(SHORT, session -> session.get("/volumes")));
    for (JsonNode each : all.path("Volumes")) {
      if (each.path("Name").asText().equals(name)) {
        return;
      }
    }
    DockerReply made =
        ask(SHORT, session -> session.post("/volumes/create", Json.write(Map.of("Name", name))));
    if (!made.ok()) {
      throw new DeployException("volume-not-made", name + ": " + made.refusal());
    }
  }

  /**
   * Gives images names of Jigi's own, so that nothing that clears untagged images takes what a
   * rollback needs.
   *
   * @param repository {@code jigi/shop.backend}
   * @param byTag images by the tag to give them
   * @throws DeployException {@code image-not-kept}
   */
  public void name(String repository, Map<String, String> byTag)
      throws DeployException, InterruptedException {
    for (Map.Entry<String, String> each : byTag.entrySet()) {
      if (imageId(each.getValue()) == null) {
        continue; // gone by other hands: nothing to keep
      }
      String path =
          "/images/" + path(each.getValue()) + "/tag?repo=" + encoded(repository) + "&tag=";
      DockerReply reply = ask(SHORT, session -> session.post(path + encoded(each.getKey()), ""));
      if (!reply.ok()) {
        throw new DeployException("image-not-kept", reply.refusal());
      }
    }
  }

  /** Takes the names of all but these below the repository away. */
  public void nameOnly(String repository, Set<String> tags)
      throws DeployException, InterruptedException {
    String filter = Json.write(Map.of("reference", List.of(repository)));
    JsonNode all =
        json(ask(SHORT, session -> session.get("/images/json?filters=" + encoded(filter))));
    for (JsonNode image : all) {
      for (JsonNode tag : image.path("RepoTags")) {
        String name = tag.asText();
        boolean ours = name.startsWith(repository + ":");
        if (ours && !tags.contains(name.substring(repository.length() + 1))) {
          ask(SHORT, session -> session.delete("/images/" + path(name)));
        }
      }
    }
  }

  /** As a part of a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A reference within a path keeps its slashes. */
  public static String path(String reference) {
    return Objects.requireNonNull(encoded(reference)).replace("%2F", "/");
  }
}
