package jigi.detect.discovery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jigi.base.config.Place;

/**
 * A service of a compose file.
 *
 * @param place where it stands
 * @param image empty when it is built
 * @param health the health check's command as one text, empty for none
 * @param needs services that it depends on
 * @param profiles without which it does not start; empty when it always does
 * @param login of a database, as far as it is known
 * @param serverName the name that it is asked by over TLS; empty when not known
 * @param hostNetwork whether it shares the host's network, so that every port is the host's
 */
record Service(
    String name,
    Place place,
    String image,
    String health,
    List<Port> ports,
    Set<String> needs,
    List<String> profiles,
    Login login,
    String serverName,
    boolean hostNetwork) {
  Service {
    ports = List.copyOf(ports);
    needs = new LinkedHashSet<>(needs);
    profiles = List.copyOf(profiles);
  }

  /** As a later file changes it: what that says wins, ports and needs add up. */
  Service overlaidBy(Service later) {
    Set<Port> all = new LinkedHashSet<>(ports);
    all.addAll(later.ports);
    Set<String> more = new LinkedHashSet<>(needs);
    more.addAll(later.needs);
    return new Service(
        name,
        place,
        later.image.isEmpty() ? image : later.image,
        later.health.isEmpty() ? health : later.health,
        new ArrayList<>(all),
        more,
        later.profiles.isEmpty() ? profiles : later.profiles,
        later.login.equals(Login.UNKNOWN) ? login : later.login,
        later.serverName.isEmpty() ? serverName : later.serverName,
        hostNetwork || later.hostNetwork);
  }

  /** {@code ghcr.io/shop/postgres:16@sha256:…} is {@code postgres}; the service's name if built. */
  String kind() {
    if (image.isEmpty()) {
      return name;
    }
    String bare = image.replaceFirst("@.*$", "");
    String last = bare.substring(bare.lastIndexOf('/') + 1);
    return last.replaceFirst(":.*$", "");
  }
}
