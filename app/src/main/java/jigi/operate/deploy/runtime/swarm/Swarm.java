package jigi.operate.deploy.runtime.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.registry.ImageName;
import jigi.base.kernel.Json;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Replicas;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Each colour or instance is a service, which stays its people's own: Jigi changes its image and
 * how many tasks it has (docs.docker.com/reference/api/engine, Service and Task). A label of the
 * containers says which release they are. An instance is updated by the swarm itself, as its people
 * have said in {@code update_config}.
 */
final class Swarm implements Runtime {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** One that has ended may have had bad luck. */
  private static final int ENDINGS = 2;

  private final SwarmSettings settings;
  private final RuntimeOpening opening;
  private final Engine engine;

  Swarm(SwarmSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.engine = new Engine(opening, settings.docker());
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  private String name(Slot slot) {
    return settings.places().filled(settings.service(), slot);
  }

  @Override
  public boolean replaces(Slot slot) {
    return slot instanceof Instance;
  }

  private @Nullable Service service(Slot slot) throws DeployException, InterruptedException {
    String path = "/services/" + Engine.encoded(name(slot));
    DockerReply reply = engine.ask(SHORT, session -> session.get(path));
    return reply.missing() ? null : new Service(Engine.json(reply));
  }

  private List<Task> tasks(Service service) throws DeployException, InterruptedException {
    String filter = Engine.encoded(Json.write(Map.of("service", List.of(service.id()))));
    JsonNode list =
        Engine.json(engine.ask(SHORT, session -> session.get("/tasks?filters=" + filter)));
    List<Task> all = new ArrayList<>();
    list.forEach(each -> all.add(new Task(each)));
    return all;
  }

  /** What was there before Jigi has no label, and is known by its place. */
  private static String instance(Service there, Slot slot) {
    return there.release().isEmpty() ? "swarm-" + slot.key() : there.release();
  }

  private static boolean is(Service there, Slot slot, Release release) {
    return release.instance().equals(instance(there, slot));
  }

  private int replicas(Slot slot) throws DeployException, InterruptedException {
    Service there = service(slot);
    return there == null ? 0 : there.replicas();
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    Service there = service(slot);
    if (there == null) {
      throw new DeployException("not-started", "there is no service " + name(slot));
    }
    if (!there.isReplicated()) {
      throw new DeployException(
          "not-started", name(slot) + " has no replicas: one runs on each node, or to its end");
    }
    if (is(there, slot, release) && there.replicas() > 0) {
      return;
    }
    int replicas =
        Replicas.wanted(
            settings.replicas(), there.replicas(), slot, settings.places(), this::replicas);
    String image = image(slot, release);
    update(there, there.with(replicas, image, release.instance()), image, "not-started");
  }

  /** Of another change in between the swarm says that this one is out of sequence. */
  private void update(Service there, ObjectNode spec, @Nullable String image, String code)
      throws DeployException, InterruptedException {
    String path = "/services/" + there.id() + "/update?version=" + there.version();
    String login = image == null ? null : engine.login(image);
    DockerReply reply =
        engine.ask(SHORT, session -> session.withRegistry("POST", path, Json.write(spec), login));
    if (!reply.ok()) {
      throw new DeployException(code, reply.refusal());
    }
  }

  /** With the digest that the tag means now, so that every node takes the same. */
  private String image(Slot slot, Release release) throws DeployException, InterruptedException {
    String digest = release.shipping().digest();
    if (digest != null) {
      return digest;
    }
    String image = release.filled(settings.places().filled(settings.image(), slot));
    ImageName named = ImageName.of(image);
    if (!release.shipping().pull() || !named.digest().isEmpty()) {
      return image;
    }
    String path = "/distribution/" + Engine.path(image) + "/json";
    String login = engine.login(image);
    DockerReply reply =
        engine.ask(SHORT, session -> session.withRegistry("GET", path, null, login));
    if (!reply.ok()) {
      throw new DeployException("not-pulled", image + ": " + reply.refusal());
    }
    return image + "@" + Engine.json(reply).path("Descriptor").path("digest").asText();
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    Service there = service(slot);
    if (there == null) {
      return new Found.Gone("there is no service " + name(slot));
    }
    List<Task> tasks = tasks(there);
    String trouble = trouble(tasks, release);
    boolean taken = there.update().startsWith("rollback");
    if (!is(there, slot, release)) {
      return new Found.Gone(
          taken
              ? "the swarm took it back: " + there.message() + trouble
              : name(slot) + " was changed by somebody else");
    }
    if (there.update().endsWith("paused")) {
      return new Found.Gone("its update is paused: " + there.message() + trouble);
    }
    if (there.replicas() == 0) {
      return new Found.Gone(name(slot) + " has no replicas");
    }
    long running = running(tasks, there, true);
    boolean watched = there.update().equals("updating"); // then the swarm says what it makes of it
    if (!watched && running == 0 && ended(tasks, release) >= ENDINGS) {
      return new Found.Gone("its tasks end again and again" + trouble);
    }
    if (running < there.replicas()) {
      return new Found.Coming(
          running + " of " + there.replicas() + " tasks of " + name(slot) + " run" + trouble);
    }
    long old = running(tasks, there, false);
    if (old > 0) {
      return new Found.Coming(old + " old tasks are not gone yet");
    }
    return watched || there.update().equals("rollback_started")
        ? new Found.Coming("its update goes on: " + there.message())
        : new Found.Running();
  }

  private static long running(List<Task> tasks, Service there, boolean ofItsRelease) {
    return tasks.stream()
        .filter(task -> task.isRunning() && task.isOf(there.release()) == ofItsRelease)
        .count();
  }

  private static long ended(List<Task> tasks, Release release) {
    return tasks.stream()
        .filter(task -> task.isOf(release.instance()) && !task.trouble().isEmpty())
        .count();
  }

  private static String trouble(List<Task> tasks, Release release) {
    return tasks.stream()
        .filter(task -> task.isOf(release.instance()))
        .map(Task::trouble)
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .map(trouble -> "; " + trouble)
        .orElse("");
  }

  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    Service there = service(slot);
    if (there == null || !is(there, slot, release)) {
      return;
    }
    if (there.replicas() > 0) {
      update(there, there.with(0), null, "not-stopped");
    }
    Instant limit = opening.timeline().instant().plus(settings.stop());
    long left = left(there);
    while (left > 0) {
      if (opening.timeline().instant().isAfter(limit)) {
        throw new DeployException(
            "not-stopped",
            "after " + settings.stop().toSeconds() + " s there are still " + left + " tasks");
      }
      opening.timeline().sleep(PAUSE);
      left = left(there);
    }
  }

  private long left(Service there) throws DeployException, InterruptedException {
    return tasks(there).stream().filter(task -> !task.isOver()).count();
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException {
    return engine.log("/services/" + Engine.encoded(name(slot)), lines);
  }

  /** What its tag meant when it was updated; null where nobody has asked a registry. */
  @Override
  public @Nullable String digest(Slot slot, Release release)
      throws DeployException, InterruptedException {
    Service there = service(slot);
    return there == null ? null : digest(there);
  }

  private static @Nullable String digest(Service there) {
    ImageName image = there.image();
    return image.digest().isEmpty() ? null : image.exactly(image.digest());
  }

  @Override
  public @Nullable Release adopt(Slot slot) throws DeployException, InterruptedException {
    Service there = service(slot);
    if (there == null || !there.isReplicated() || there.replicas() == 0) {
      return null;
    }
    return new Release(
        there.image().version(),
        instance(there, slot),
        new Shipping(digest(there), true, Map.of()));
  }
}
