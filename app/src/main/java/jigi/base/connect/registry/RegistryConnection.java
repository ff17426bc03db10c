package jigi.base.connect.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.Opening;
import jigi.base.connect.Stage;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Json;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * A registry of images.
 *
 * @param base scheme, host and port
 * @param user empty for anybody
 */
public record RegistryConnection(
    URI base, String user, @Nullable Secret password, @Nullable String ca, @Nullable String on)
    implements Connection {
  /** How images of Docker Hub are called, whose registry answers elsewhere. */
  private static final String HUB = "docker.io";

  private static final List<String> HUB_HOSTS = List.of("registry-1.docker.io", "index.docker.io");

  @Override
  public String kind() {
    return "registry";
  }

  @Override
  public String text() {
    return user.isEmpty() ? base.toString() : user + " " + base;
  }

  /** What images of it begin with: {@code ghcr.io}, {@code docker.io}. */
  public String prefix() {
    return HUB_HOSTS.contains(base.getHost()) ? HUB : base.getRawAuthority();
  }

  /** Whether an image by that name lies there: {@code ghcr.io/shop/backend:1}. */
  public boolean has(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean names = first.contains(".") || first.contains(":") || first.equals("localhost");
    return prefix().equals(names ? first : HUB);
  }

  /**
   * The account as a daemon wants it that pulls from there (Docker's API, "Authentication"); null
   * for anybody.
   */
  public @Nullable String forDaemon(Opening opening) throws Secret.Missing {
    if (user.isEmpty()) {
      return null;
    }
    Map<String, String> login =
        Map.of(
            "username",
            user,
            "password",
            opening.secret(password),
            "serveraddress",
            prefix().equals(HUB) ? "https://index.docker.io/v1/" : prefix());
    return Base64.getUrlEncoder()
        .encodeToString(Json.write(login).getBytes(StandardCharsets.UTF_8));
  }

  /** Begins to ask. Nothing is kept open between two requests. */
  public RegistrySession open(Opening opening) throws Secret.Missing {
    return new RegistrySession(this, opening.secret(password), opening);
  }

  static Address address(URI uri) {
    String host = uri.getHost();
    boolean literal = host.startsWith("[") && host.endsWith("]");
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    return new Address("", literal ? host.substring(1, host.length() - 1) : host, port, "");
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    if (opening.walk(address(base), on, stages)) {
      greet(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private void greet(Opening opening, List<Stage> stages) throws InterruptedException {
    try {
      String refusal = open(opening).greet();
      stages.add(
          refusal == null
              ? Stage.ok(
                  Stage.Step.LOGIN,
                  "it speaks the registries' protocol"
                      + (user.isEmpty() ? " with anybody" : ", and lets in " + user))
              : new Stage(Stage.Step.LOGIN, Status.FAIL, refusal, "registry.login"));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    } catch (WireException e) {
      boolean tls = e.evidence().contains("certificate");
      stages.add(
          new Stage(
              tls ? Stage.Step.TLS : Stage.Step.LOGIN,
              e.status(),
              e.evidence(),
              tls ? "tls" : "registry.other"));
    }
  }
}
