package jigi.base.connect.ssh;

import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Status;

/**
 * Why a host could not be logged in to, told from the words of the OpenSSH client.
 *
 * @param status FAIL is the host's fault, UNKNOWN is ours
 */
public record SshFailure(Part part, Status status, String evidence) {
  /** How far it came. */
  public enum Part {
    NAME,
    ROUTE,
    PORT,
    HOST_KEY,
    LOGIN
  }

  private record Sign(String words, Part part, Status status) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign("remote host identification has changed", Part.HOST_KEY, Status.FAIL),
          new Sign("host key is known for", Part.HOST_KEY, Status.UNKNOWN),
          new Sign("host key verification failed", Part.HOST_KEY, Status.UNKNOWN),
          new Sign("could not resolve hostname", Part.NAME, Status.UNKNOWN),
          new Sign("name or service not known", Part.NAME, Status.UNKNOWN),
          new Sign("network is unreachable", Part.ROUTE, Status.UNKNOWN),
          new Sign("permission denied (", Part.LOGIN, Status.FAIL),
          new Sign("too many authentication failures", Part.LOGIN, Status.FAIL),
          new Sign("invalid format", Part.LOGIN, Status.UNKNOWN),
          new Sign("error in libcrypto", Part.LOGIN, Status.UNKNOWN),
          new Sign("no such identity", Part.LOGIN, Status.UNKNOWN),
          new Sign("connection refused", Part.PORT, Status.FAIL),
          new Sign("no route to host", Part.ROUTE, Status.FAIL),
          new Sign("timed out", Part.ROUTE, Status.FAIL),
          new Sign("banner", Part.PORT, Status.FAIL),
          new Sign("kex_exchange", Part.PORT, Status.FAIL),
          new Sign("connection closed", Part.PORT, Status.FAIL),
          new Sign("connection reset", Part.PORT, Status.FAIL));

  /**
   * @param said the client's messages; the first sign in the order of this class counts
   */
  static SshFailure of(SshTarget target, String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    for (Sign sign : SIGNS) {
      if (lower.contains(sign.words())) {
        return new SshFailure(sign.part(), sign.status(), evidence(target, sign, said));
      }
    }
    return new SshFailure(Part.LOGIN, Status.FAIL, target.where() + ": " + last(said));
  }

  static SshFailure ours(SshTarget target, String why) {
    return new SshFailure(Part.LOGIN, Status.UNKNOWN, target.where() + ": " + why);
  }

  private static String evidence(SshTarget target, Sign sign, String said) {
    String line =
        said.lines()
            .filter(text -> text.toLowerCase(Locale.ROOT).contains(sign.words()))
            .findFirst()
            .orElse("");
    String what =
        sign.part() != Part.HOST_KEY
            ? line.strip()
            : sign.status() == Status.FAIL
                ? "the host key is not the one that was trusted"
                : "the host key is not trusted yet; 'jigi host trust' shows it";
    return target.where() + ": " + what;
  }

  private static String last(String said) {
    List<String> lines = said.strip().lines().toList();
    return lines.isEmpty() || lines.getLast().isBlank() ? "ssh gave no reason" : lines.getLast();
  }
}
