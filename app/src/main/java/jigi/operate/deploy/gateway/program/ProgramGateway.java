package jigi.operate.deploy.gateway.program;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jigi.base.exec.Captured;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.UserError;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.env.EnvFile;
import jigi.operate.deploy.gateway.Gateway;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/** What a command does is believed only when another one says so. */
final class ProgramGateway implements Gateway {
  private static final CrashPoint WRITTEN = CrashPoint.named("deploy.program-env-written");
  private static final CrashPoint RAN = CrashPoint.named("deploy.program-ran");

  /** Finds the program by the path that the host names. */
  private static final String ENV = "/usr/bin/env";

  private static final Duration SHORT = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ProgramSettings settings;
  private final GatewayOpening opening;

  ProgramGateway(ProgramSettings settings, GatewayOpening opening) {
    this.settings = settings;
    this.opening = opening;
  }

  private String filled(String text, Slot slot) {
    return text.replace("{colour}", slot.key())
        .replace("{address}", opening.authority(slot))
        .replace("{folder}", opening.folder().toString());
  }

  private String value(Colour colour) {
    return filled(settings.value(), colour);
  }

  private Captured run(List<String> words, Slot slot, Duration atMost)
      throws DeployException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ENV));
    words.forEach(word -> command.add(filled(word, slot)));
    try {
      return opening.exec().capture(command, atMost, opening.environment());
    } catch (UserError e) {
      throw new DeployException("gateway-unreachable", e.fact() + "; " + e.hint(), e);
    }
  }

  private static String words(Captured done) {
    return (done.timedOut() ? "it took too long: " : "") + done.words();
  }

  private String said() throws DeployException, InterruptedException {
    Captured done = run(settings.says(), Colour.BLUE, SHORT);
    if (done.code() != 0) {
      throw new DeployException(
          "gateway-unreachable", String.join(" ", settings.says()) + ": " + words(done));
    }
    return done.stdout().strip();
  }

  @Override
  public Pointing pointing() throws DeployException, InterruptedException {
    String said = said();
    for (Colour colour : Colour.values()) {
      if (value(colour).equals(said)) {
        String written = written();
        return written == null || written.equals(said)
            ? new Pointing.To(colour)
            : new Pointing.Unclear(
                "the gateway points to " + said + ", its env file names " + written);
      }
    }
    return new Pointing.Unclear("it says '" + said + "', which is neither colour");
  }

  private @Nullable EnvFile file() throws DeployException {
    ProgramSettings.Env env = settings.env();
    try {
      return env == null ? null : EnvFile.read(opening.folder().resolve(env.file()));
    } catch (UserError e) {
      throw new DeployException("gateway-unreachable", e.fact(), e);
    }
  }

  private @Nullable String written() throws DeployException {
    ProgramSettings.Env env = settings.env();
    EnvFile file = file();
    return env == null || file == null ? null : file.values().getOrDefault(env.variable(), "");
  }

  @Override
  public void point(Colour to) throws DeployException, InterruptedException {
    if (pointing().equals(new Pointing.To(to))) {
      return;
    }
    ProgramSettings.Env env = settings.env();
    EnvFile file = file();
    try {
      if (env != null && file != null) {
        file.write(env.variable(), value(to));
        WRITTEN.pass();
      }
      Captured done = run(settings.program(), to, settings.within());
      if (done.code() != 0) {
        agree();
        throw new DeployException(
            "gateway-refused", String.join(" ", settings.program()) + ": " + words(done));
      }
    } catch (IOException e) {
      throw new DeployException("gateway-refused", "writing its env file: " + e.getMessage(), e);
    }
    RAN.pass();
    awaitSaid(to);
  }

  /** The env file says again what the gateway says, so that its next start changes nothing. */
  private void agree() throws DeployException, IOException, InterruptedException {
    ProgramSettings.Env env = settings.env();
    EnvFile file = file();
    String said = said();
    boolean known = said.equals(value(Colour.BLUE)) || said.equals(value(Colour.GREEN));
    if (env != null && file != null && known) {
      file.write(env.variable(), said);
    }
  }

  private void awaitSaid(Colour to) throws DeployException, InterruptedException {
    Instant limit = opening.timeline().instant().plus(SHORT);
    while (!said().equals(value(to))) {
      if (opening.timeline().instant().isAfter(limit)) {
        throw new DeployException(
            "gateway-refused",
            "the gateway says '" + said() + "' " + SHORT.toSeconds() + " s after the command");
      }
      opening.timeline().sleep(PAUSE);
    }
  }

  @Override
  public @Nullable Long inFlight(Slot slot) throws DeployException, InterruptedException {
    List<String> command = settings.inFlight();
    if (command == null) {
      return null;
    }
    Captured done = run(command, slot, SHORT);
    String said = done.stdout().strip();
    if (done.code() != 0 || !said.matches("[0-9]{1,9}")) {
      throw new DeployException(
          "gateway-unreachable", String.join(" ", command) + ": " + words(done));
    }
    return Long.parseLong(said);
  }
}
