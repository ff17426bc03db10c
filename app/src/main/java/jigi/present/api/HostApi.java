package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.base.connect.Host;
import jigi.base.connect.HostRegistry;
import jigi.base.connect.ssh.HostKey;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import org.jspecify.annotations.Nullable;

/** The keys of the machines that manuals name. */
public final class HostApi {
  private final HostRegistry hosts;

  public HostApi(HostRegistry hosts) {
    this.hosts = hosts;
  }

  /** One of them. */
  private record Row(
      String system, String name, String kind, String address, @Nullable String jump) {}

  /** The key that it shows. */
  private record Key(Row host, String type, String fingerprint, HostKey.Known known) {}

  /** Something that may wait on a host. */
  private interface Work<T> {
    T run() throws InterruptedException;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/hosts/{system}/{name}/key",
            "The key that the host shows now, before anybody logs in.",
            this::key),
        Route.post(
            "/api/v1/hosts/{system}/{name}/trust",
            "Trusts the host's key, if it has the {fingerprint}.",
            this::trust));
  }

  private Reply key(Exchange exchange) {
    Row row = named(exchange, "run");
    return answer(row, wait(() -> hosts.key(row.system(), row.name())));
  }

  private Reply trust(Exchange exchange) {
    Row row = named(exchange, "edit");
    String fingerprint = new Ask(exchange).need("fingerprint");
    String actor = exchange.visitor().actor();
    return answer(row, wait(() -> hosts.trust(row.system(), row.name(), fingerprint, actor)));
  }

  private static Reply answer(Row row, HostKey key) {
    return Api.one(new Key(row, key.type(), key.fingerprint(), key.known()));
  }

  private Row named(Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    Host found = hosts.all().getOrDefault(system, Map.of()).get(name);
    if (found == null) {
      throw Problem.notFound("host " + system + "/" + name);
    }
    return row(system, name, found);
  }

  private static Row row(String system, String name, Host host) {
    return switch (host) {
      case Host.Local local -> new Row(system, name, "local", "", null);
      case Host.Ssh ssh -> new Row(system, name, "ssh", ssh.text(), ssh.jump());
    };
  }

  private static <T> T wait(Work<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting on a host", e);
    }
  }
}
