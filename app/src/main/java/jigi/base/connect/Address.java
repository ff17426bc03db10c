package jigi.base.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * An account at a server and one of its databases: {@code shop@db.example.com:5432/orders}.
 *
 * @param user empty when none is named
 * @param host a name or an address; IPv6 without brackets
 * @param database empty when none is named
 */
public record Address(String user, String host, int port, String database) {
  /** Every part but the host may be left out. */
  public static Shape<Address> shape(String example, int defaultPort) {
    return new Notation(
        Shapes.scalar(
            "an address", example, Map.of("type", "string"), text -> parse(text, defaultPort)));
  }

  /** Never repeats what stands where people put a password. */
  private record Notation(Shape<Address> scalar) implements Shape<Address> {
    private static final Pattern PASSWORD = Pattern.compile("^[^@/]*:[^/]*@");

    @Override
    public @Nullable Address read(Node node, Problems problems) {
      if (node instanceof Node.ScalarNode written && PASSWORD.matcher(written.text()).find()) {
        problems.error(
            node.place(),
            "bad-secret",
            "an address holds no password",
            "write 'user@host' here, and say where the password is found by 'password:'");
        return null;
      }
      return scalar.read(node, problems);
    }

    @Override
    public Map<String, Object> schema() {
      return scalar.schema();
    }

    @Override
    public String title() {
      return scalar.title();
    }
  }

  private static @Nullable Address parse(String text, int defaultPort) {
    try {
      URI uri = new URI("x://" + text);
      String host = uri.getHost();
      String user = uri.getUserInfo() == null ? "" : uri.getUserInfo();
      String path = uri.getPath();
      String database = path.isEmpty() ? "" : path.substring(1);
      int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
      boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
      // A password has no place here: the manual says where it is found.
      boolean whole = host != null && !more && !user.contains(":") && !database.contains("/");
      if (!whole || port < 1 || port > 65535) {
        return null;
      }
      return new Address(user, bare(host), port, database);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Host and port, IPv6 in brackets. */
  public String endpoint() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    String account = user.isEmpty() ? "" : user + "@";
    return account + endpoint() + (database.isEmpty() ? "" : "/" + database);
  }
}
