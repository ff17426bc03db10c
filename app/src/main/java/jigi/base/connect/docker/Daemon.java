package jigi.base.connect.docker;

import java.util.Map;
import jigi.base.config.Node;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.connect.Address;
import org.jspecify.annotations.Nullable;

/** Where a daemon listens. */
sealed interface Daemon {
  /** A Unix socket, by its absolute path. */
  record Socket(String path) implements Daemon {
    @Override
    public String text() {
      return "unix://" + path;
    }
  }

  /** A port. */
  record Tcp(Address at) implements Daemon {
    @Override
    public String text() {
      return "tcp://" + at.endpoint();
    }
  }

  String text();

  /** {@code unix:///var/run/docker.sock}, {@code tcp://10.0.0.5:2376}. */
  static Shape<Daemon> shape() {
    Shape<Address> address = Address.shape("10.0.0.5:2376", 2376);
    return Shapes.scalar(
        "a Docker daemon",
        "unix:///var/run/docker.sock",
        Map.of("type", "string"),
        text -> parse(text, address));
  }

  private static @Nullable Daemon parse(String text, Shape<Address> address) {
    String path = text.startsWith("unix://") ? text.substring("unix://".length()) : text;
    if (path.startsWith("/")) {
      // A forward over SSH would take these for its own.
      return path.matches("/[A-Za-z0-9._/@%+-]*[A-Za-z0-9]") ? new Socket(path) : null;
    }
    if (!text.matches("(tcp|https?)://.*")) {
      return null;
    }
    String rest = text.substring(text.indexOf("://") + "://".length());
    Problems none = new Problems();
    Address at =
        address.read(new Node.ScalarNode(new jigi.base.config.Place("", 1, 1), rest), none);
    return at != null && at.user().isEmpty() && at.database().isEmpty() ? new Tcp(at) : null;
  }
}
