package jigi.detect.discovery;

import java.util.Set;
import java.util.TreeSet;

/** The TCP ports that this host listens on, by {@code /proc/net/tcp} and {@code tcp6} (proc(5)). */
final class Listening {
  private static final String LISTEN = "0A";

  /** Above these, ports are given out by chance (ip_local_port_range). */
  private static final int HIGHEST = 32_767;

  private Listening() {}

  /**
   * @param table the text of {@code /proc/net/tcp} or {@code tcp6}
   */
  static Set<Integer> ports(String table) {
    Set<Integer> all = new TreeSet<>();
    for (String line : table.split("\n")) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > 3 && fields[3].equals(LISTEN)) {
        int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
        if (port <= HIGHEST) {
          all.add(port);
        }
      }
    }
    return all;
  }
}
