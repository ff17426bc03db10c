package jigi.detect.probe.heartbeat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.exec.Mask;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Timeline;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeKey;
import org.jspecify.annotations.Nullable;

/**
 * Takes what jobs say. Anybody may knock, so that little is done for who does not know a token, and
 * nothing is said to them.
 */
public final class Heartbeats {
  /** What a job may send along; the rest is cut. */
  private static final int LONGEST_SAID = 10_000;

  private static final int WRONG_PER_MINUTE = 20;
  private static final int SIGNALS_PER_MINUTE = 60;

  private final HeartbeatRepository repository;
  private final Timeline timeline;
  private final Supplier<List<Probe>> probes;
  private final SecretSources environment;
  private final Consumer<ProbeKey> look;
  private final PerMinute wrong = new PerMinute(WRONG_PER_MINUTE);
  private final PerMinute signals = new PerMinute(SIGNALS_PER_MINUTE);

  /**
   * @param look has the probe look at once
   */
  public Heartbeats(
      HeartbeatRepository repository,
      Timeline timeline,
      Supplier<List<Probe>> probes,
      SecretSources environment,
      Consumer<ProbeKey> look) {
    this.repository = repository;
    this.timeline = timeline;
    this.probes = probes;
    this.environment = environment;
    this.look = look;
  }

  /** What became of a call. */
  public enum Outcome {
    HEARD,
    /** No probe has this token. */
    UNKNOWN,
    /** Too many calls within the minute; nothing was looked at or kept. */
    TOO_MANY
  }

  /**
   * Takes a call.
   *
   * @param code the exit code that it names; null for none
   * @param body what it sent along
   * @param address of the caller
   */
  public Outcome take(
      String token, Signal.Kind kind, @Nullable Integer code, byte[] body, String address) {
    Instant now = timeline.instant();
    if (wrong.isOver(address, now)) {
      return Outcome.TOO_MANY;
    }
    Probe probe = find(token);
    if (probe == null) {
      wrong.count(address, now);
      return Outcome.UNKNOWN;
    }
    if (!signals.count(probe.key().toString(), now)) {
      return Outcome.TOO_MANY;
    }
    repository.keep(probe.key(), new Signal(now, kind, code, said(body, token), null));
    look.accept(probe.key());
    return Outcome.HEARD;
  }

  /** What a job said last, the newest first. */
  public List<Signal> newest(ProbeKey key, int atMost) {
    return repository.newest(key, atMost);
  }

  /** The probes that wait for a job. */
  public List<Probe> all() {
    return probes.get().stream().filter(probe -> probe.bare() instanceof HeartbeatCheck).toList();
  }

  /** All are compared, each in constant time, so that no answer comes sooner than another. */
  private @Nullable Probe find(String token) {
    byte[] given = digest(token);
    Probe found = null;
    for (Probe probe : all()) {
      String wanted = token(probe);
      boolean same = MessageDigest.isEqual(given, digest(wanted == null ? "" : wanted));
      if (same && wanted != null && wanted.length() >= HeartbeatCheck.SHORTEST_TOKEN) {
        found = found == null ? probe : found;
      }
    }
    return found;
  }

  private @Nullable String token(Probe probe) {
    try {
      return ((HeartbeatCheck) probe.bare()).token().read(probe.folder(), environment);
    } catch (Secret.Missing e) {
      // The probe itself says that it is missing.
      return null;
    }
  }

  private static byte[] digest(String token) {
    return Hash.of(token).getBytes(StandardCharsets.US_ASCII);
  }

  private static String said(byte[] body, String token) {
    String text = new String(body, 0, Math.min(body.length, LONGEST_SAID), StandardCharsets.UTF_8);
    String printable = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
    return Mask.of(Set.of(token)).apply(printable);
  }

  /** How long a caller waits who was too many. */
  public static Duration pause() {
    return PerMinute.WINDOW;
  }
}
