package jigi.base.connect.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key by which a host shows that it is itself.
 *
 * @param line of known_hosts (sshd(8)): host, type, key
 * @param known what was trusted before
 */
public record HostKey(String line, Known known) {
  /** How it compares with what was trusted. */
  public enum Known {
    NEW,
    TRUSTED,
    CHANGED
  }

  static HostKey of(String line, Path knownHosts) throws IOException {
    List<String> before = of(host(line), lines(knownHosts));
    Known known =
        before.isEmpty() ? Known.NEW : before.contains(line) ? Known.TRUSTED : Known.CHANGED;
    return new HostKey(line, known);
  }

  /** {@code ssh-ed25519}. */
  public String type() {
    return line.split(" ", -1)[1];
  }

  /** As ssh-keygen -l shows it: {@code SHA256:…}. */
  public String fingerprint() {
    try {
      byte[] blob = Base64.getDecoder().decode(line.split(" ", -1)[2]);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void addTo(Path knownHosts) {
    try {
      List<String> all = new ArrayList<>(lines(knownHosts));
      all.removeAll(of(host(line), all));
      all.add(line);
      Path next = knownHosts.resolveSibling(knownHosts.getFileName() + ".new");
      Files.write(next, all);
      Files.move(
          next, knownHosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + knownHosts, e);
    }
  }

  private static String host(String line) {
    return line.split(" ", -1)[0];
  }

  private static List<String> of(String host, List<String> lines) {
    return lines.stream().filter(line -> host(line).equals(host)).toList();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
