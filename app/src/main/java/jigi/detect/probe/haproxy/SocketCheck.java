package jigi.detect.probe.haproxy;

import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.expect.Expectation;

/** The check of {@link HaproxyKind} by the socket, on this machine or behind SSH. */
record SocketCheck(String path, List<Expectation> expect) implements Check {
  private static final int REFUSED = 2;

  /** Perl is what every target has; its exit status tells a socket that nobody listens on. */
  private static final String SCRIPT =
      """
      use Socket;
      socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "$!\\n";
      connect($s, sockaddr_un($ARGV[0])) or do { print STDERR "$!\\n"; exit($!{EACCES} ? 3 : 2) };
      syswrite $s, "show stat\\n";
      while (sysread $s, my $part, 65536) { print $part }
      """;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Captured said = context.capture("root", List.of("perl", "-e", SCRIPT, path), Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      String why = said.stderr().strip();
      if (said.code() != 0) {
        return said.code() == REFUSED
            ? Observation.fail("nobody answers at " + path + ": " + why)
            : Observation.unknown(path + " cannot be asked: " + why);
      }
      return said.truncated()
          ? Observation.unknown("more statistics than can be looked at")
          : Statistics.parse(said.stdout()).judge(expect, context);
    } catch (IllegalArgumentException e) {
      return Observation.fail(path + " is answered by something else than statistics");
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }
}
