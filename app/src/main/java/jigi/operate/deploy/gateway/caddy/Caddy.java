package jigi.operate.deploy.gateway.caddy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.GatewayOpening;
import jigi.operate.deploy.gateway.JsonApi;
import jigi.operate.deploy.gateway.Upstreams;
import jigi.operate.deploy.machine.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams of one handler are replaced by the admin API. Caddy answers when the new
 * configuration runs; requests that the old one had go on beside it.
 */
final class Caddy extends Upstreams {
  /** A configuration that is large, with certificates that are read anew. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final String DIAL = "dial";

  private final GatewayOpening opening;
  private final JsonApi api;
  private final String path;

  Caddy(CaddySettings settings, GatewayOpening opening) {
    super(opening, opening::authority);
    this.opening = opening;
    this.api = new JsonApi(opening.network(), settings.api());
    this.path = "/id/" + settings.id() + "/upstreams";
  }

  private JsonNode upstreams() throws DeployException, InterruptedException {
    return api.get(path);
  }

  private static List<String> dials(JsonNode upstreams) {
    List<String> all = new ArrayList<>();
    upstreams.forEach(each -> all.add(each.path(DIAL).asText()));
    return all;
  }

  @Override
  protected List<String> addresses() throws DeployException, InterruptedException {
    return dials(upstreams());
  }

  @Override
  protected void send(List<String> wanted) throws DeployException, InterruptedException {
    JsonNode before = upstreams();
    if (!Set.copyOf(dials(before)).equals(Set.copyOf(wanted))) {
      api.patch(path, wanted.stream().map(dial -> like(before, dial)).toList(), LONGEST);
    }
    List<String> after = addresses();
    if (!Set.copyOf(after).equals(Set.copyOf(wanted))) {
      throw new DeployException("gateway-refused", "Caddy still sends requests to " + after);
    }
  }

  /** With what its people have said of the others. */
  private static ObjectNode like(JsonNode upstreams, String dial) {
    ObjectNode one =
        upstreams.path(0) instanceof ObjectNode first
            ? first.deepCopy()
            : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    return one.put(DIAL, dial);
  }

  /** Caddy forgets what it counted of upstreams that its configuration does not name any more. */
  @Override
  public @Nullable Long inFlight(Slot slot) throws DeployException, InterruptedException {
    Long all = null;
    for (JsonNode each : api.get("/reverse_proxy/upstreams")) {
      if (each.path("address").asText().equals(opening.authority(slot))) {
        all = (all == null ? 0 : all) + each.path("num_requests").asLong();
      }
    }
    return all;
  }
}
