package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * A port of a service.
 *
 * @param address that it is bound to on the host
 * @param published on the host; 0 when it is not, or by chance
 * @param target in the container
 */
record Port(String address, int published, int target, boolean tcp) {
  private static final String HERE = "127.0.0.1";
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(?<address>\\[[0-9a-fA-F:]+]|[0-9]+(?:[.][0-9]+){3}):)?(?:(?<published>[0-9]*(?:-[0-9]+)?):)?"
              + "(?<target>[0-9]+(?:-[0-9]+)?)(?:/(?<protocol>[a-z]+))?");
  private static final int WIDEST = 20;

  /** {@code 8080:80}, {@code 127.0.0.1:8080:80/tcp}, {@code 3000-3002:3000-3002}, {@code 80}. */
  static List<Port> ofShort(String text) {
    Matcher matcher = SHORT.matcher(text.strip());
    if (!matcher.matches()) {
      return List.of();
    }
    boolean tcp = !"udp".equals(matcher.group("protocol"));
    String bound = address(matcher.group("address"));
    int[] target = range(matcher.group("target"));
    String given = matcher.group("published");
    int[] published = given == null || given.isEmpty() ? new int[] {0, 0} : range(given);
    List<Port> all = new ArrayList<>();
    for (int i = 0; i <= Math.min(target[1] - target[0], WIDEST); i++) {
      int on = published[0] == 0 ? 0 : Math.min(published[0] + i, published[1]);
      all.add(new Port(bound, on, target[0] + i, tcp));
    }
    return all;
  }

  /** {@code {target: 80, published: "8080", host_ip: 127.0.0.1, protocol: tcp}}. */
  static List<Port> ofLong(Map<String, Node> map, Variables variables) {
    String target = filled(map.get("target"), variables);
    if (target.isEmpty()) {
      return List.of();
    }
    String address = filled(map.get("host_ip"), variables);
    String published = filled(map.get("published"), variables);
    String protocol = filled(map.get("protocol"), variables);
    return ofShort(
        (address.isEmpty() ? "" : address.contains(":") ? "[" + address + "]:" : address + ":")
            + (published.isEmpty() && address.isEmpty() ? "" : published + ":")
            + target
            + (protocol.isEmpty() ? "" : "/" + protocol));
  }

  private static String filled(@Nullable Node node, Variables variables) {
    String text = Loose.text(node);
    return text == null ? "" : variables.fill(text);
  }

  /** What is bound everywhere is reached on loopback. */
  private static String address(@Nullable String bound) {
    if (bound == null || bound.equals("0.0.0.0") || bound.equals("[::]")) {
      return HERE;
    }
    return bound;
  }

  private static int[] range(String text) {
    String[] ends = text.split("-", 2);
    int first = number(ends[0]);
    return new int[] {first, ends.length == 1 ? first : Math.max(first, number(ends[1]))};
  }

  private static int number(String text) {
    int number = text.length() > 5 ? 0 : Integer.parseInt(text);
    return number > 65_535 ? 0 : number;
  }
}
