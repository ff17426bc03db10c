package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP port that a machine listens on.
 *
 * @param address that it is bound to; empty for every address of the machine
 * @param program that listens; empty when that may not be known
 */
record Listening(String address, int port, String program) {
  private static final String LISTEN = "0A";
  private static final Pattern SOCKET =
      Pattern.compile("\\S+:(?<port>[0-9]+)\\s+\\S+\\s+users:\\(\\(\"(?<program>[^\"]+)\"");

  /** Above these, ports are given out by chance (ip_local_port_range). */
  private static final int HIGHEST = 32_767;

  boolean loopback() {
    return address.startsWith("127.") || address.equals("::1");
  }

  /**
   * By port; of several sockets on one the most open counts.
   *
   * @param table the text of {@code /proc/net/tcp} and {@code tcp6} (proc(5))
   * @param programs what {@code ss -Hltnp} prints (ss(8)); empty where there is none
   */
  static List<Listening> of(String table, String programs) {
    Map<Integer, String> named = new HashMap<>();
    Matcher socket = SOCKET.matcher(programs);
    while (socket.find()) {
      named.put(Integer.parseInt(socket.group("port")), socket.group("program"));
    }
    Map<Integer, Listening> all = new TreeMap<>();
    for (String line : table.split("\n")) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > 3 && fields[3].equals(LISTEN)) {
        int colon = fields[1].lastIndexOf(':');
        int port = Integer.parseInt(fields[1].substring(colon + 1), 16);
        Listening one =
            new Listening(
                address(fields[1].substring(0, colon)), port, named.getOrDefault(port, ""));
        if (port <= HIGHEST) {
          all.merge(port, one, (a, b) -> a.address.isEmpty() || b.loopback() ? a : b);
        }
      }
    }
    return new ArrayList<>(all.values());
  }

  /** Groups of four bytes in the machine's order, which is that of all machines that Jigi knows. */
  private static String address(String hex) {
    byte[] raw = HexFormat.of().parseHex(hex);
    int[] bytes = new int[raw.length];
    boolean any = true;
    for (int i = 0; i < raw.length; i++) {
      bytes[i] = raw[i - i % 4 + 3 - i % 4] & 0xff;
      any &= bytes[i] == 0;
    }
    if (any) {
      return "";
    }
    if (bytes.length == 4) {
      return bytes[0] + "." + bytes[1] + "." + bytes[2] + "." + bytes[3];
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += 2) {
      words.add(Integer.toHexString(bytes[i] << 8 | bytes[i + 1]));
    }
    String text = String.join(":", words);
    String mapped = "0:0:0:0:0:ffff:";
    if (text.startsWith(mapped)) {
      return bytes[12] + "." + bytes[13] + "." + bytes[14] + "." + bytes[15];
    }
    return text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
  }
}
