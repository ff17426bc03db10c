package jigi.operate.deploy.runtime.containers;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.At;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import jigi.operate.deploy.runtime.engine.Container;
import jigi.operate.deploy.runtime.engine.Engine;
import jigi.operate.deploy.runtime.engine.KeptImages;
import org.jspecify.annotations.Nullable;

/** Each colour is a container of its name; a label says which release it is. */
final class Containers implements Runtime {
  private static final String RELEASE = "jigi.release";
  private static final String DEPLOYMENT = "jigi.deployment";

  private final ContainersSettings settings;
  private final RuntimeOpening opening;
  private final Engine engine;

  Containers(ContainersSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.engine = new Engine(opening, settings.docker());
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  private String name(Slot slot) {
    String name = settings.make().name();
    return name == null
        ? opening.system() + "-" + opening.name() + "-" + slot.key()
        : settings.places().filled(name, slot);
  }

  private String key() {
    return opening.system() + "/" + opening.name();
  }

  private static boolean is(Container container, Release release) {
    return release.instance().equals(container.labels().get(RELEASE));
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    String name = name(slot);
    Container there = engine.container(name);
    if (there != null && !is(there, release)) {
      removeOther(there);
      there = null;
    }
    if (there == null) {
      String image = image(slot, release);
      for (String volume : settings.make().volumes()) {
        String of = volume.split(":", 2)[0];
        if (!of.startsWith("/")) {
          engine.volume(of);
        }
      }
      engine.create(name, body(slot, release, image));
    }
    engine.start(name);
  }

  /** What an earlier deployment left there goes; what others made is theirs. */
  private void removeOther(Container there) throws DeployException, InterruptedException {
    if (!key().equals(there.labels().get(DEPLOYMENT))) {
      throw new DeployException(
          "colour-occupied",
          "there is a container " + there.name() + " that Jigi did not make for " + key());
    }
    engine.remove(there.id(), settings.stop());
  }

  /** The id of exactly the image that is meant. */
  private String image(Slot slot, Release release) throws DeployException, InterruptedException {
    String digest = release.shipping().digest();
    String wanted = digest == null ? filled(settings.make().image(), slot, release) : digest;
    boolean isId = wanted.startsWith("sha256:");
    boolean known = digest != null && engine.imageId(digest) != null;
    if (release.shipping().pull() && !isId && !known) {
      engine.pull(wanted);
    }
    String id = engine.imageId(wanted);
    if (id == null) {
      throw new DeployException(
          "image-missing",
          "there is no image "
              + wanted
              + (release.shipping().pull() ? "" : ", and none was pulled"));
    }
    return id;
  }

  private Map<String, Object> body(Slot slot, Release release, String image) {
    ContainersSettings.Make make = settings.make();
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("NetworkMode", make.network());
    host.put("RestartPolicy", Map.of("Name", "unless-stopped"));
    host.put("Binds", make.volumes().stream().map(each -> filled(each, slot, release)).toList());
    Map<String, Object> body = new LinkedHashMap<>();
    Integer port = make.port();
    if (port != null && !make.network().equals("host")) {
      String inside = port + "/tcp";
      body.put("ExposedPorts", Map.of(inside, Map.of()));
      host.put(
          "PortBindings",
          Map.of(
              inside,
              List.of(
                  Map.of(
                      "HostIp",
                      published(settings.places().at(slot)),
                      "HostPort",
                      String.valueOf(settings.places().at(slot).port())))));
    }
    body.put("Image", image);
    body.put("HostConfig", host);
    body.put("Labels", labels(slot, release));
    List<String> environment = new ArrayList<>();
    make.environment()
        .forEach((name, value) -> environment.add(name + "=" + filled(value, slot, release)));
    body.put("Env", environment);
    if (!make.command().isEmpty()) {
      body.put("Cmd", make.command().stream().map(each -> filled(each, slot, release)).toList());
    }
    if (make.user() != null) {
      body.put("User", make.user());
    }
    return body;
  }

  /** At its address where that is one; a name is no address of the daemon's machine. */
  private static String published(At at) {
    String host = at.host();
    return host != null && host.matches("[0-9.]+") ? host : "127.0.0.1";
  }

  private Map<String, String> labels(Slot slot, Release release) {
    Map<String, String> labels = new LinkedHashMap<>();
    settings
        .make()
        .labels()
        .forEach((name, value) -> labels.put(name, filled(value, slot, release)));
    labels.put(RELEASE, release.instance());
    labels.put(DEPLOYMENT, key());
    labels.put("jigi.version", release.version());
    labels.put("jigi.colour", slot.key());
    return labels;
  }

  private String filled(String text, Slot slot, Release release) {
    return release.filled(settings.places().filled(text, slot));
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    Container there = engine.container(name(slot));
    return there == null || !is(there, release)
        ? new Found.Gone("there is no container " + name(slot) + " of it")
        : there.found();
  }

  @Override
  public @Nullable List<String> stale(Slot slot, Release release)
      throws DeployException, InterruptedException {
    Container there = engine.container(name(slot));
    if (there == null || !is(there, release)) {
      return null;
    }
    Map<String, String> now = new HashMap<>();
    settings
        .make()
        .environment()
        .forEach((name, value) -> now.put(name, filled(value, slot, release)));
    return there.stale(now);
  }

  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    Container there = engine.container(name(slot));
    if (there != null && is(there, release)) {
      engine.remove(there.id(), settings.stop());
    }
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException {
    return engine.lastWords(name(slot), lines);
  }

  @Override
  public String digest(Slot slot, Release release) throws DeployException, InterruptedException {
    Container there = engine.container(name(slot));
    if (there == null) {
      throw new DeployException("gone", "there is no container " + name(slot) + " any more");
    }
    String digest = engine.digest(there.image());
    return Objects.requireNonNullElse(digest, there.image());
  }

  @Override
  public void keep(List<Shipping> good) throws DeployException, InterruptedException {
    new KeptImages(engine, opening.system(), opening.name()).keep(good, settings.keep());
  }
}
