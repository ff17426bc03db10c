package jigi.detect.probe.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.DeadlineInput;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/** The check of {@link SshKind}. The banner is that of RFC 4253, section 4.2. */
record SshCheck(Endpoint target, List<String> keys, @Nullable SshMethods methods, boolean login)
    implements Check {
  private static final int LONGEST_LINE = 255;
  private static final int MOST_LINES = 50;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    Deadline deadline = Deadline.in(context.timeout());
    List<Sample> samples = new ArrayList<>();
    try {
      long start = RealTime.nanos();
      String banner = banner(context, deadline);
      samples.add(Sample.of("ssh_banner_seconds", (RealTime.nanos() - start) / 1e9));
      List<String> objections = new ArrayList<>();
      if (!keys.isEmpty()) {
        compare(context, deadline, samples, objections);
      }
      if (methods != null) {
        methods.look(context, target, deadline, samples, objections);
      }
      return login && objections.isEmpty()
          ? logIn(context, banner, samples)
          : Observation.judged(banner, objections, samples);
    } catch (WireException e) {
      return Observation.of(e);
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  private String banner(CheckContext context, Deadline deadline)
      throws WireException, InterruptedException {
    var connection =
        context
            .tools()
            .network()
            .connect(target.host(), target.port(), AddressPolicy.STRICT, deadline);
    try (Socket socket = connection.socket()) {
      InputStream in = new DeadlineInput(socket, deadline);
      for (int i = 0; i < MOST_LINES; i++) {
        String line = line(in);
        if (line.startsWith("SSH-")) {
          return line;
        }
      }
      throw WireException.fail("it is no SSH server (" + target + ")");
    } catch (IOException e) {
      throw WireException.of("talking to " + target, e);
    }
  }

  private String line(InputStream in) throws IOException, WireException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LONGEST_LINE) {
        throw WireException.fail("it is no SSH server (" + target + ")");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** The OpenSSH client knows all kinds of keys and how they are agreed on. */
  private void compare(
      CheckContext context, Deadline deadline, List<Sample> samples, List<String> objections)
      throws WireException, InterruptedException {
    context.tools().network().confine(target.host(), deadline);
    long seconds = Math.max(1, context.timeout().toSeconds());
    List<String> command =
        List.of("ssh-keyscan", "-T", "" + seconds, "-p", "" + target.port(), "--", target.host());
    Captured said = context.tools().exec().capture(command, context.timeout(), Map.of());
    List<String> shown = new ArrayList<>();
    for (String line : said.stdout().lines().toList()) {
      String[] words = line.split(" ");
      if (!line.startsWith("#") && words.length == 3) {
        shown.add(fingerprint(words[2]));
      }
    }
    if (shown.isEmpty()) {
      throw WireException.unknown("ssh-keyscan got no key: " + said.stderr().strip());
    }
    boolean known = shown.stream().anyMatch(keys::contains);
    samples.add(Sample.of("ssh_host_key_known", known ? 1 : 0));
    if (!known) {
      objections.add("its host key has changed: " + String.join(", ", shown));
    }
  }

  private static String fingerprint(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(key));
      return "SHA256:"
          + new String(
              Base64.getEncoder().withoutPadding().encode(digest), StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Observation logIn(CheckContext context, String banner, List<Sample> samples)
      throws InterruptedException {
    if (context.host() == null) {
      return Observation.unknown(
          "the component is on no host behind SSH that could be logged in to");
    }
    long start = RealTime.nanos();
    try {
      Captured said = context.capture("root", List.of("true"), Map.of());
      if (said.timedOut()) {
        return Observation.fail(banner + "; no command came to its end there", array(samples));
      }
      samples.add(Sample.of("ssh_login_seconds", (RealTime.nanos() - start) / 1e9));
      return Observation.ok(banner + ", logged in", array(samples));
    } catch (UserError e) {
      // The server answered a moment ago: that it lets nobody in is its own fault.
      return Observation.fail(banner + "; " + e.fact(), array(samples));
    }
  }

  private static Sample[] array(List<Sample> samples) {
    return samples.toArray(Sample[]::new);
  }
}
