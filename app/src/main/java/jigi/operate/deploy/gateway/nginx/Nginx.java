package jigi.operate.deploy.gateway.nginx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.exec.Captured;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.Balancer;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Instance;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.state.Durable;
import org.jspecify.annotations.Nullable;

/**
 * A file that nginx includes names the live colour. After a reload new workers take every new
 * request, and the old ones end when they have answered what they had.
 */
final class Nginx implements Balancer {
  private static final CrashPoint NAMED = CrashPoint.named("deploy.nginx-named");
  private static final CrashPoint RELOADED = CrashPoint.named("deploy.nginx-reloaded");
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** What two clocks of one machine may differ by. */
  private static final Duration CLOCKS = Duration.ofMillis(50);

  private final NginxSettings settings;
  private final GatewayOpening opening;
  private final Path file;
  private final Path pid;

  Nginx(NginxSettings settings, GatewayOpening opening) {
    this.settings = settings;
    this.opening = opening;
    this.file = opening.folder().resolve(settings.file());
    this.pid = opening.folder().resolve(settings.pid());
  }

  private String text(Slot slot) {
    return settings
            .text()
            .replace("{address}", opening.authority(slot))
            .replace("{colour}", slot.key())
            .replace("{instance}", slot.key())
            .stripTrailing()
        + "\n";
  }

  private String text(Set<Instance> all) {
    return new TreeSet<>(all).stream().map(this::text).collect(Collectors.joining());
  }

  private @Nullable String standing() throws DeployException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new DeployException(
          "gateway-unreachable", "reading " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Pointing pointing() throws DeployException {
    String standing = standing();
    if (standing == null) {
      return new Pointing.Unclear("there is no file " + file);
    }
    if (!isRead()) {
      return new Pointing.Unclear("nginx was not reloaded since " + file + " was written");
    }
    for (Colour colour : Colour.values()) {
      if (standing.strip().equals(text(colour).strip())) {
        return new Pointing.To(colour);
      }
    }
    return new Pointing.Unclear(file + " names neither colour: " + standing.strip());
  }

  private boolean isRead() throws DeployException {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return Workers.of(pid).startedAfter(written.minus(CLOCKS), wallClock());
    } catch (IOException e) {
      throw new DeployException(
          "gateway-unreachable", "reading " + file + ": " + e.getMessage(), e);
    }
  }

  /** As the file system stamps: without what a rehearsal has added. */
  private Instant wallClock() {
    return opening.timeline().instant().minus(opening.timeline().ahead());
  }

  @Override
  public Set<Instance> receiving() throws DeployException {
    String standing = standing();
    if (standing == null || !isRead()) {
      throw new DeployException(
          "gateway-unreachable",
          standing == null
              ? "there is no file " + file
              : "nginx was not reloaded since " + file + " was written");
    }
    Set<Instance> named = new TreeSet<>();
    for (Instance each : opening.instances()) {
      if (standing.contains(text(each).strip())) {
        named.add(each);
      }
    }
    if (!text(named).strip().equals(standing.strip())) {
      throw new DeployException(
          "gateway-elsewhere", file + " names others than the instances: " + standing.strip());
    }
    return named;
  }

  @Override
  public void spread(Set<Instance> over) throws DeployException, InterruptedException {
    name(text(over));
  }

  @Override
  public void point(Colour to) throws DeployException, InterruptedException {
    name(text(to));
  }

  private void name(String text) throws DeployException, InterruptedException {
    String before = standing();
    if (!text.equals(before)) {
      FileTime written = stamp();
      write(text);
      NAMED.pass();
      test(before, written);
    } else if (isRead()) {
      return;
    }
    Set<Long> old = Workers.of(pid).pids();
    Captured reload = nginx("-s", "reload");
    if (reload.code() != 0) {
      throw new DeployException("gateway-refused", "nginx -s reload: " + reload.stderr().strip());
    }
    RELOADED.pass();
    awaitNew(old);
  }

  private void write(String text) throws DeployException {
    try {
      Durable.write(file, text);
    } catch (IOException e) {
      throw new DeployException("gateway-refused", "writing " + file + ": " + e.getMessage(), e);
    }
  }

  private @Nullable FileTime stamp() throws DeployException {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file) : null;
    } catch (IOException e) {
      throw new DeployException(
          "gateway-unreachable", "reading " + file + ": " + e.getMessage(), e);
    }
  }

  /** A configuration that nginx would refuse does not stay, and is as old again as it was. */
  private void test(@Nullable String before, @Nullable FileTime written)
      throws DeployException, InterruptedException {
    Captured test = nginx("-t");
    if (test.code() != 0) {
      if (before != null && written != null) {
        write(before);
        restamp(written);
      }
      throw new DeployException("gateway-refused", "nginx -t: " + test.stderr().strip());
    }
  }

  private void restamp(FileTime written) throws DeployException {
    try {
      Files.setLastModifiedTime(file, written);
    } catch (IOException e) {
      throw new DeployException("gateway-refused", "writing " + file + ": " + e.getMessage(), e);
    }
  }

  private Captured nginx(String... more) throws DeployException, InterruptedException {
    List<String> words = new ArrayList<>(settings.command());
    words.addAll(List.of(more));
    try {
      return opening.exec().capture(words, LONGEST, Map.of());
    } catch (UserError e) {
      throw new DeployException("gateway-unreachable", e.fact() + "; " + e.hint(), e);
    }
  }

  /** None of the old workers takes a request any more, and new ones do. */
  private void awaitNew(Set<Long> old) throws DeployException, InterruptedException {
    Instant limit = opening.timeline().instant().plus(LONGEST);
    while (true) {
      List<Workers.Worker> taking = Workers.of(pid).taking();
      if (!taking.isEmpty() && taking.stream().noneMatch(each -> old.contains(each.pid()))) {
        return;
      }
      if (opening.timeline().instant().isAfter(limit)) {
        throw new DeployException(
            "gateway-refused",
            "nginx still works as before " + LONGEST.toSeconds() + " s after the reload");
      }
      opening.timeline().sleep(PAUSE);
    }
  }

  /** A worker that is leaving has at least one request to answer. */
  @Override
  public Long inFlight(Slot slot) throws DeployException {
    return (long) Workers.of(pid).leaving();
  }
}
