package jigi.operate.deploy.runtime.compose;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.base.config.EnvLine;
import jigi.base.connect.registry.ImageName;
import jigi.base.exec.Captured;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Ground;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.engine.Container;
import jigi.operate.deploy.runtime.engine.Engine;
import jigi.operate.deploy.runtime.engine.KeptImages;
import org.jspecify.annotations.Nullable;

/**
 * Each colour is a service of a compose file, which stays its people's own: a release is found
 * again by the image that runs, so that they may make a container anew by hand.
 */
final class Compose implements Runtime {

  /** Finds the program by the path that the host names. */
  private static final String ENV = "/usr/bin/env";

  private static final Duration SHORT = Duration.ofSeconds(20);

  private final ComposeSettings settings;
  private final RuntimeOpening opening;
  private final Engine engine;

  Compose(ComposeSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.engine = new Engine(opening, settings.docker());
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  private String service(Slot slot) {
    return settings.places().filled(settings.how().service(), slot);
  }

  private @Nullable Container container(Slot slot) throws DeployException, InterruptedException {
    return engine.service(settings.how().project(), service(slot));
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    for (String volume : settings.volumes()) {
      checkVolume(slot, release.filled(settings.places().filled(volume, slot)));
    }
    String digest = release.shipping().digest();
    if (digest != null && engine.imageId(digest) != null) {
      tag(slot, release, digest);
    } else if (release.shipping().pull()) {
      compose(slot, release, "not-pulled", "pull", service(slot));
    }
    compose(slot, release, "not-started", "up", "-d", "--no-deps", service(slot));
  }

  /**
   * Lets the tag mean that image again, where another one was pulled or built under it since:
   * compose knows images by their tags only.
   */
  private void tag(Slot slot, Release release, String digest)
      throws DeployException, InterruptedException {
    compose(slot, release, "not-started", "up", "--no-start", "--no-deps", service(slot));
    Container made = container(slot);
    if (made == null || is(made, release)) {
      return;
    }
    ImageName name = ImageName.of(made.made());
    if (!name.tag().isEmpty()) {
      engine.name(name.repository(), Map.of(name.tag(), digest));
    }
  }

  private Ground ground(Slot slot) {
    return new Ground(opening, settings.on(slot));
  }

  private void checkVolume(Slot slot, String volume) throws DeployException, InterruptedException {
    if (!volume.startsWith("/") && !volume.startsWith(".")) {
      engine.volume(volume);
    } else if (!ground(slot).hasFolder(volume)) {
      throw new DeployException("volume-missing", "there is no folder " + volume + " to mount");
    }
  }

  private void compose(Slot slot, Release release, String code, String... words)
      throws DeployException, InterruptedException {
    Ground ground = ground(slot);
    ComposeSettings.How how = settings.how();
    List<String> command = new ArrayList<>(List.of(ENV));
    command.addAll(how.command());
    command.addAll(List.of("-f", ground.path(how.file()).toString()));
    for (String file : how.envFiles()) {
      command.addAll(List.of("--env-file", ground.path(file).toString()));
    }
    if (how.project() != null) {
      command.addAll(List.of("-p", how.project()));
    }
    command.addAll(List.of(words));
    Map<String, String> environment = new HashMap<>(release.shipping().tags());
    environment.put(how.version(), release.version());
    Captured done = ground.capture(command, settings.within(), environment);
    if (done.code() != 0) {
      throw new DeployException(
          code,
          "compose " + words[0] + (done.timedOut() ? " took too long: " : ": ") + done.words());
    }
  }

  /** Of a release whose image is known only that image is it. */
  private boolean is(Container container, Release release)
      throws DeployException, InterruptedException {
    String digest = release.shipping().digest();
    return digest == null
        || digest.equals(container.image())
        || container.image().equals(engine.imageId(digest));
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    Container there = container(slot);
    if (there == null) {
      return new Found.Gone("there is no container of " + service(slot));
    }
    return there.isRunning() && !is(there, release)
        ? new Found.Gone("another image runs in " + there.name())
        : there.found();
  }

  /** Of those that the env files name, the ones that the container has at all. */
  @Override
  public @Nullable List<String> stale(Slot slot, Release release)
      throws DeployException, InterruptedException {
    Container there = container(slot);
    if (there == null) {
      return null;
    }
    Ground ground = ground(slot);
    Map<String, String> now = new HashMap<>();
    for (String file : settings.how().envFiles()) {
      List<String> command = List.of(ENV, "cat", ground.path(file).toString());
      Captured read = ground.capture(command, SHORT, Map.of());
      if (read.code() != 0 || read.truncated()) {
        throw new DeployException("runtime-unreachable", file + ": " + read.words());
      }
      now.putAll(EnvLine.values(read.stdout()));
    }
    now.keySet().retainAll(there.environment().keySet());
    now.values().removeIf(value -> value.contains("$")); // compose fills in other variables
    return there.stale(now);
  }

  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    compose(slot, release, "not-stopped", "rm", "-s", "-f", service(slot));
    Container there = container(slot);
    if (there != null && there.isRunning()) {
      throw new DeployException("not-stopped", there.name() + " is still running");
    }
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException {
    Container there = container(slot);
    return there == null ? "" : engine.lastWords(there.id(), lines);
  }

  @Override
  public String digest(Slot slot, Release release) throws DeployException, InterruptedException {
    Container there = container(slot);
    if (there == null) {
      throw new DeployException("gone", "there is no container of " + service(slot));
    }
    if (!is(there, release)) {
      throw new DeployException(
          "other-image",
          release.version()
              + " is another image by now: "
              + there.image()
              + ", and not "
              + release.shipping().digest());
    }
    return Objects.requireNonNullElse(engine.digest(there.image()), there.image());
  }

  /** The services are compose's, whoever has started them. */
  @Override
  public @Nullable Release adopt(Slot slot) throws DeployException, InterruptedException {
    Container there = container(slot);
    return there == null || !there.isRunning()
        ? null
        : new Release(
            there.version(),
            "compose-" + slot.key(),
            new Shipping(engine.digest(there.image()), true, Map.of()));
  }

  @Override
  public void keep(List<Shipping> good) throws DeployException, InterruptedException {
    new KeptImages(engine, opening.system(), opening.name()).keep(good, settings.keep());
  }
}
