package jigi.operate.deploy.gateway.nginx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jigi.operate.deploy.DeployException;

/**
 * The Unix sockets of this machine, as {@code /proc/net/unix} tells them (proc_net(5)): the end of
 * a connection that was accepted, or waits for that, has the path of the socket that listens.
 */
record UnixSockets(List<Entry> all) {
  private static final Path PROC = Path.of("/proc/net/unix");

  /** __SO_ACCEPTCON: it listens. */
  private static final long LISTENS = 0x10000;

  private static final int FLAGS = 3;
  private static final int PATH = 7;

  record Entry(boolean listens, String path) {}

  UnixSockets {
    all = List.copyOf(all);
  }

  /**
   * @throws DeployException {@code gateway-unreachable}
   */
  static UnixSockets now() throws DeployException {
    try {
      return parse(Files.readAllLines(PROC));
    } catch (IOException e) {
      throw new DeployException(
          "gateway-unreachable", "reading " + PROC + ": " + e.getMessage(), e);
    }
  }

  static UnixSockets parse(List<String> lines) {
    List<Entry> all = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.strip().split("\\s+", PATH + 1);
      if (words.length > PATH) {
        boolean listens = (Long.parseLong(words[FLAGS], 16) & LISTENS) != 0;
        all.add(new Entry(listens, words[PATH]));
      }
    }
    return new UnixSockets(all);
  }

  boolean isListening(Path path) {
    return all.stream().anyMatch(each -> each.listens() && each.path().equals(path.toString()));
  }

  long connected(Path path) {
    return all.stream()
        .filter(each -> !each.listens() && each.path().equals(path.toString()))
        .count();
  }
}
