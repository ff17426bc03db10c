package jigi.operate.deploy.runtime.processes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.exec.AttemptSpec;
import jigi.base.exec.AttemptState;
import jigi.base.exec.Attempts;
import jigi.base.exec.Exit;
import jigi.base.exec.LogLine;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.Found;
import jigi.operate.deploy.runtime.Ground;
import jigi.operate.deploy.runtime.Runtime;
import jigi.operate.deploy.runtime.RuntimeOpening;

/**
 * Each release is an attempt of its own under the shim that supervises steps: it outlives Jigi, and
 * is found again by boot id, process number and start time.
 */
final class Processes implements Runtime {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** So long may a busy disk take to keep that the processes have ended. */
  private static final Duration RECORDED = Duration.ofMinutes(1);

  /** The vector comes by the environment, so that no shell reads it. */
  private static final String SCRIPT =
      """
      my @command = map { delete $ENV{"JIGI_ARGUMENT_$_"} } 0 .. delete($ENV{JIGI_ARGUMENTS}) - 1;
      exec { $command[0] } @command or die "cannot execute $command[0]: $!\\n";
      """;

  private final ProcessesSettings settings;
  private final RuntimeOpening opening;

  Processes(ProcessesSettings settings, RuntimeOpening opening) {
    this.settings = settings;
    this.opening = opening;
  }

  private Ground ground(Slot slot) {
    return new Ground(opening, settings.on(slot));
  }

  private Attempts attempts(Slot slot) {
    return ground(slot).attempts();
  }

  @Override
  public URI address(Slot slot) {
    return settings.places().at(slot).uri();
  }

  @Override
  public void start(Slot slot, Release release) throws DeployException, InterruptedException {
    try {
      attempts(slot).start(spec(slot, release), 1);
    } catch (UserError e) {
      throw new DeployException("not-started", e.fact() + "; " + e.hint(), e);
    }
    while (look(slot, release) instanceof Found.Gone gone) {
      if (!gone.why().equals(NOT_YET)) {
        throw new DeployException("not-started", gone.why() + said(slot, release));
      }
      opening.timeline().sleep(Duration.ofMillis(20));
    }
  }

  /** So many lines are told of what did not start. */
  private static final int LAST_LINES = 5;

  private static final String NOT_YET = "never started";

  private String said(Slot slot, Release release) {
    String words = lastWords(slot, release, LAST_LINES);
    return words.isEmpty() ? "" : "\n" + words;
  }

  private AttemptSpec spec(Slot slot, Release release) {
    Ground ground = ground(slot);
    Map<String, String> environment = new HashMap<>(ground.environment());
    settings
        .environment()
        .forEach((name, value) -> environment.put(name, filled(value, slot, release)));
    List<String> command = settings.command();
    environment.put("JIGI_ARGUMENTS", String.valueOf(command.size()));
    for (int i = 0; i < command.size(); i++) {
      environment.put("JIGI_ARGUMENT_" + i, filled(command.get(i), slot, release));
    }
    Path folder = ground.path(filled(settings.folder(), slot, release));
    return new AttemptSpec(
        release.instance(),
        SCRIPT,
        "/usr/bin/perl",
        settings.as(),
        folder,
        FOR_EVER,
        environment,
        opening.secrets());
  }

  private String filled(String text, Slot slot, Release release) {
    return settings.places().filled(text, slot).replace("{version}", release.version());
  }

  @Override
  public Found look(Slot slot, Release release) throws DeployException, InterruptedException {
    AttemptState state = attempts(slot).inspect(release.instance());
    return switch (state) {
      case AttemptState.Running running -> new Found.Running();
      case AttemptState.NeverStarted never -> new Found.Gone(NOT_YET);
      case AttemptState.Finished finished -> new Found.Gone(end(finished.exit()));
      case AttemptState.Vanished vanished ->
          vanished.alive() > 0
              ? new Found.Running()
              : new Found.Gone(vanished.rebooted() ? "the machine was restarted" : "it was killed");
      case AttemptState.Unreachable unreachable ->
          throw new DeployException("runtime-unreachable", unreachable.why());
    };
  }

  private static String end(Exit exit) {
    return switch (exit.why()) {
      case END -> exit.code() == null ? "signal " + exit.signal() : "exit " + exit.code();
      case TIMEOUT, CANCEL -> "stopped";
      case VOID -> "prevented";
      case REFUSED -> exit.note();
    };
  }

  @Override
  public void stop(Slot slot, Release release) throws DeployException, InterruptedException {
    Attempts attempts = attempts(slot);
    if (attempts.inspect(release.instance()) instanceof AttemptState.NeverStarted) {
      // A shim that is about to begin must not begin after this.
      attempts.prevent(release.instance(), 1);
    }
    switch (killed(attempts, release)) {
      case AttemptState.NeverStarted never -> {}
      case AttemptState.Finished finished -> {}
      case AttemptState.Vanished vanished -> {
        if (vanished.alive() > 0) {
          throw new DeployException("not-stopped", vanished.alive() + " processes are still alive");
        }
      }
      case AttemptState.Running running ->
          throw new DeployException("not-stopped", "it is still running");
      case AttemptState.Unreachable unreachable ->
          throw new DeployException("not-stopped", unreachable.why());
    }
  }

  /** Again while somebody supervises it: what was killed may take a while to be recorded. */
  private AttemptState killed(Attempts attempts, Release release) throws InterruptedException {
    Instant until = opening.timeline().instant().plus(RECORDED);
    AttemptState after;
    do {
      after = attempts.kill(release.instance(), GRACE, Exit.Why.CANCEL);
    } while (after instanceof AttemptState.Running && opening.timeline().instant().isBefore(until));
    return after;
  }

  @Override
  public String lastWords(Slot slot, Release release, int lines) {
    return String.join(
        "\n",
        attempts(slot).log(release.instance()).tail(lines).stream().map(LogLine::text).toList());
  }
}
