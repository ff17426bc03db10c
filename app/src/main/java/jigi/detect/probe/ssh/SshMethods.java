package jigi.detect.probe.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Endpoint;
import jigi.detect.probe.Sample;

/**
 * Asks a server for the ways to log in that it offers, by a request of method {@code none} (RFC
 * 4252, section 5.2), which the OpenSSH client sends first and reports the answer to.
 *
 * @param allowed the only ones that may be offered
 * @param account for whom they are asked
 */
record SshMethods(List<String> allowed, String account) {
  private static final Pattern REFUSED = Pattern.compile("Permission denied \\(([^)]*)\\)");
  private static final List<String> BY_PASSWORD = List.of("password", "keyboard-interactive");

  void look(
      CheckContext context,
      Endpoint target,
      Deadline deadline,
      List<Sample> samples,
      List<String> objections)
      throws WireException, InterruptedException {
    context.tools().network().confine(target.host(), deadline);
    Captured said =
        context.tools().exec().capture(command(context, target), context.timeout(), Map.of());
    if (said.code() == 0) {
      samples.add(Sample.of("ssh_auth_method_offered", 1, "method", "none"));
      samples.add(Sample.of("ssh_password_offered", 0));
      objections.add("it lets " + account + " in without any proof");
      return;
    }
    Matcher refused = REFUSED.matcher(said.stderr());
    if (!refused.find()) {
      throw WireException.unknown("ssh did not tell the ways to log in: " + last(said.stderr()));
    }
    List<String> offered = List.of(refused.group(1).split(","));
    for (String method : offered) {
      samples.add(Sample.of("ssh_auth_method_offered", 1, "method", method));
    }
    boolean password = offered.stream().anyMatch(BY_PASSWORD::contains);
    samples.add(Sample.of("ssh_password_offered", password ? 1 : 0));
    List<String> others = new ArrayList<>(offered);
    others.removeAll(allowed);
    if (!others.isEmpty()) {
      objections.add("it offers to log in by " + String.join(", ", others));
    }
  }

  /** Nobody's configuration, keys or agent; nothing is written, and nothing is asked. */
  private List<String> command(CheckContext context, Endpoint target) {
    List<String> words = new ArrayList<>(List.of("ssh", "-F", "none", "-n", "-T", "-a", "-x"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "PreferredAuthentications=none",
            "IdentityAgent=none",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "GlobalKnownHostsFile=/dev/null",
            "ConnectTimeout=" + Math.max(1, context.timeout().toSeconds()))) {
      words.add("-o");
      words.add(option);
    }
    words.addAll(List.of("-p", "" + target.port(), "-l", account, "--", target.host(), "true"));
    return words;
  }

  private static String last(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.isEmpty() ? "nothing" : lines.getLast();
  }
}
