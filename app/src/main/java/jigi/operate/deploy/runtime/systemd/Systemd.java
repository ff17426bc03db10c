package jigi.operate.deploy.runtime.systemd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.exec.Mask;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Shipping;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Ground;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;
import org.jspecify.annotations.Nullable;

/**
 * Each colour is a unit of systemd, which stays its people's own: a release is found again by the
 * version that stands in the unit's name, or in the file that it reads.
 */
final class Systemd implements Runtime {
  private static final Duration SHORT = Duration.ofSeconds(20);

  /** A name of systemd.unit(5); what else a version may have would have to be escaped. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9:_.@-]*";

  private final SystemdSettings settings;
  private final RuntimeOpening opening;

  Systemd(SystemdSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  private Ground ground(Slot slot) {
    return new Ground(opening, settings.on(slot));
  }

  private String name(Slot slot, String version) {
    return settings
        .places()
        .filled(settings.unit(), slot)
        .replace(SystemdSettings.VERSION, version);
  }

  private @Nullable VersionFile file(Slot slot) {
    String file = settings.file();
    return file == null
        ? null
        : new VersionFile(ground(slot), settings.places().filled(file, slot), settings.variable());
  }

  private Captured systemctl(Slot slot, Duration within, String... words)
      throws DeployException, InterruptedException {
    List<String> command = new ArrayList<>(settings.command());
    command.add("--no-ask-password");
    command.add("--no-pager");
    command.addAll(List.of(words));
    return ground(slot).capture(command, within, Map.of());
  }

  private void act(String code, Slot slot, String verb, String unit)
      throws DeployException, InterruptedException {
    Captured done = systemctl(slot, settings.within(), verb, "--", unit);
    if (done.code() != 0) {
      throw new DeployException(
          code, "systemctl " + verb + (done.timedOut() ? " took too long: " : ": ") + done.words());
    }
  }

  private Unit unit(Slot slot, String name) throws DeployException, InterruptedException {
    Captured shown = systemctl(slot, SHORT, "show", "--property=" + Unit.ASKED, "--", name);
    Unit unit = Unit.parse(shown.stdout());
    if (shown.code() != 0 || !unit.isSaid()) {
      throw new DeployException("runtime-unreachable", "systemctl show: " + shown.words());
    }
    return unit;
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    String name = name(slot, release.version());
    if (!name.matches(NAME)) {
      throw new DeployException(
          "not-started", isNone(name) + ": name a 'file' for versions with + or /");
    }
    Unit there = unit(slot, name);
    VersionFile file = file(slot);
    if (there.isUp()) {
      started(name, release, file);
    } else {
      if (file != null) {
        file.write(release.version());
      }
      if (there.hasFailed()) {
        act("not-started", slot, "reset-failed", name);
      }
      act("not-started", slot, "start", name);
    }
    if (settings.enabled()) {
      act("not-started", slot, "enable", name);
    }
  }

  private static String isNone(String name) {
    return "'" + name + "' is no name of a unit";
  }

  /** What was started before its version was written is not this release. */
  private static void started(String name, Release release, @Nullable VersionFile file)
      throws DeployException, InterruptedException {
    String version = file == null ? release.version() : file.read();
    if (!release.version().equals(version)) {
      throw new DeployException(
          "colour-occupied",
          name + " runs already, with the version " + (version == null ? "of nobody" : version));
    }
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    String name = name(slot, release.version());
    if (!name.matches(NAME)) {
      return new Found.Gone(isNone(name));
    }
    Unit there = unit(slot, name);
    if (!there.isKnown()) {
      return new Found.Gone("there is no unit " + name);
    }
    if (!there.isUp()) {
      return new Found.Gone(there.end());
    }
    VersionFile file = file(slot);
    String version = file == null ? release.version() : file.read();
    return release.version().equals(version)
        ? new Found.Running()
        : new Found.Gone(name + " runs " + version);
  }

  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    String name = name(slot, release.version());
    if (!name.matches(NAME) || !unit(slot, name).isKnown()) {
      return;
    }
    if (settings.enabled()) {
      act("not-stopped", slot, "disable", name);
    }
    act("not-stopped", slot, "stop", name);
    Unit after = unit(slot, name);
    if (!after.isDown()) {
      throw new DeployException("not-stopped", name + " is " + after.active());
    }
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines)
      throws DeployException, InterruptedException {
    List<String> command = new ArrayList<>(settings.command());
    // It stands beside systemctl, and whoever may use the one by sudo is asked for the other too.
    command.set(command.size() - 1, command.getLast().replaceFirst("systemctl$", "journalctl"));
    String unit = name(slot, release.version());
    if (!unit.matches(NAME)) {
      return "";
    }
    command.addAll(
        List.of("--no-pager", "--quiet", "--output=cat", "--lines=" + lines, "--unit=" + unit));
    Captured told = ground(slot).capture(command, SHORT, Map.of());
    String words = told.code() == 0 ? told.stdout().strip() : "journalctl: " + told.words();
    return Mask.of(opening.secrets()).apply(words);
  }

  /** The units are systemd's, whoever has started them. */
  @Override
  public @Nullable Release adopt(Slot slot) throws DeployException, InterruptedException {
    VersionFile file = file(slot);
    String version = file == null ? named(slot) : file.read();
    return version == null || !unit(slot, name(slot, version)).isUp()
        ? null
        : new Release(version, "systemd-" + slot.key(), new Shipping(null, true, Map.of()));
  }

  /** The version of the one unit of that name which is active; null where there is none or two. */
  private @Nullable String named(Slot slot) throws DeployException, InterruptedException {
    String pattern = settings.places().filled(settings.unit(), slot);
    int at = pattern.indexOf(SystemdSettings.VERSION);
    String begin = pattern.substring(0, at);
    String end = pattern.substring(at + SystemdSettings.VERSION.length());
    String ending = end.endsWith(".service") ? end : end + ".service";
    Captured listed =
        systemctl(
            slot,
            SHORT,
            "list-units",
            "--plain",
            "--no-legend",
            "--full",
            "--state=active",
            "--",
            begin + "*" + ending);
    if (listed.code() != 0) {
      throw new DeployException("runtime-unreachable", "systemctl list-units: " + listed.words());
    }
    List<String> versions =
        listed
            .stdout()
            .lines()
            .map(line -> line.strip().split("\\s+", -1)[0])
            .filter(unit -> unit.startsWith(begin) && unit.endsWith(ending))
            .map(unit -> unit.substring(begin.length(), unit.length() - ending.length()))
            .toList();
    return versions.size() == 1 ? versions.getFirst() : null;
  }
}
