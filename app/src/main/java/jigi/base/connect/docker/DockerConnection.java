package jigi.base.connect.docker;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.SocketEnd;
import jigi.base.connect.Stage;
import jigi.base.connect.TlsMode;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.ClientCertificate;
import jigi.base.connect.wire.Line;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.UnixSocket;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** A Docker daemon, or Podman's service in its place. */
public record DockerConnection(Daemon daemon, Access access, @Nullable Client client)
    implements Connection {
  /** Who Jigi is to a daemon that asks for certificates. */
  record Client(String certificate, Secret key) {}

  /**
   * A daemon as Prometheus's {@code docker_sd_configs} name one, without TLS unless {@link
   * #secured} adds it.
   */
  public static Shape<DockerConnection> prometheusHost() {
    return Shapes.mapped(
        Daemon.shape(),
        daemon -> new DockerConnection(daemon, new Access(null, TlsMode.OFF, null, null), null));
  }

  /**
   * The same behind TLS.
   *
   * @param ca see {@link Access}
   * @param certificate our own, with its key; null for none
   */
  public DockerConnection secured(
      @Nullable String ca, @Nullable String certificate, @Nullable Secret key, boolean verified) {
    return new DockerConnection(
        daemon,
        new Access(null, verified ? TlsMode.VERIFY : TlsMode.REQUIRE, ca, access.on()),
        certificate == null || key == null ? null : new Client(certificate, key));
  }

  @Override
  public String kind() {
    return "docker";
  }

  @Override
  public String text() {
    return daemon.text();
  }

  @Override
  public @Nullable String on() {
    return access.on();
  }

  /** The path of its Unix socket; null when it listens on a port. */
  public @Nullable String socket() {
    return daemon instanceof Daemon.Socket socket ? socket.path() : null;
  }

  /**
   * Finds the daemon and agrees upon a version of the API. Whoever opens closes.
   *
   * @throws WireException FAIL when it refuses or does not answer, UNKNOWN when the fault is ours
   * @throws Secret.Missing when the key cannot be had
   */
  public DockerSession open(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    return DockerSession.agree(lines(opening), daemon.text());
  }

  private DockerSession.Lines lines(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    return switch (daemon) {
      case Daemon.Socket socket ->
          new SocketLines(opening.socket(socket.path(), access.on()), opening);
      case Daemon.Tcp tcp -> tcpLines(tcp.at(), opening);
    };
  }

  private DockerSession.Lines tcpLines(Address at, Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    TlsMode mode = access.tlsTo(at.host());
    Client who = client;
    ClientCertificate certificate =
        who == null || mode == TlsMode.OFF
            ? null
            : ClientCertificate.of(
                java.util.Objects.requireNonNull(opening.file(who.certificate())),
                opening.secret(who.key()));
    Tls.Trust trust = new Tls.Trust(opening.file(access.ca()), certificate);
    return new TcpLines(
        opening.end(at, access.on(), mode == TlsMode.VERIFY), at, mode, trust, opening);
  }

  private record SocketLines(SocketEnd end, Opening opening) implements DockerSession.Lines {
    @Override
    public Line open() throws WireException {
      return UnixSocket.connect(end.path(), opening.deadline());
    }

    @Override
    public void close() {
      takeDown(end::close);
    }
  }

  private record TcpLines(End end, Address at, TlsMode mode, Tls.Trust trust, Opening opening)
      implements DockerSession.Lines {
    @Override
    public Line open() throws WireException, InterruptedException {
      Socket plain =
          opening
              .network()
              .connect(end.host(), end.port(), AddressPolicy.STRICT, opening.deadline())
              .socket();
      try {
        return Line.of(secured(plain), opening.deadline());
      } catch (IOException e) {
        takeDown(plain::close);
        throw WireException.of("connecting to " + at.endpoint(), e);
      } catch (WireException e) {
        takeDown(plain::close);
        throw e;
      }
    }

    private Socket secured(Socket plain) throws WireException {
      if (mode == TlsMode.OFF) {
        return plain;
      }
      Tls.Handshake tls = Tls.handshake(plain, at.host(), at.port(), trust, opening.deadline());
      if (mode == TlsMode.VERIFY && tls.distrust() != null) {
        throw WireException.fail("certificate of " + at.host() + ": " + tls.distrust());
      }
      return tls.socket();
    }

    @Override
    public void close() {
      takeDown(end::close);
    }
  }

  private interface Closing {
    void close() throws IOException;
  }

  private static void takeDown(Closing way) {
    try {
      way.close();
    } catch (IOException e) {
      throw new IllegalStateException("a way that cannot be taken down", e);
    }
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    boolean there =
        switch (daemon) {
          case Daemon.Socket socket -> walkSocket(socket.path(), opening, stages);
          case Daemon.Tcp tcp ->
              opening.walk(tcp.at(), access.on(), stages) && shakeHands(tcp.at(), opening, stages);
        };
    if (there) {
      greet(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private boolean walkSocket(String path, Opening opening, List<Stage> stages)
      throws InterruptedException {
    boolean far = false;
    try (SocketEnd end = opening.socket(path, access.on())) {
      far = !end.path().toString().equals(path);
      if (far) {
        stages.add(Stage.ok(Stage.Step.ROUTE, "through " + access.on()));
      }
      UnixSocket.connect(end.path(), opening.deadline()).close();
      stages.add(Stage.ok(Stage.Step.PORT, "the socket is open"));
      return true;
    } catch (WireException e) {
      stages.add(shut(e));
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }

  /** Which of the things that people meet at a socket it is. */
  private static Stage shut(WireException e) {
    String said = e.evidence().toLowerCase(Locale.ROOT);
    if (said.contains("permission denied")) {
      return new Stage(Stage.Step.RIGHTS, Status.UNKNOWN, e.evidence(), "docker.group");
    }
    if (said.contains("no such file")) {
      return new Stage(Stage.Step.PORT, Status.FAIL, e.evidence(), "docker.socket");
    }
    return said.contains("refused")
        ? new Stage(Stage.Step.PORT, Status.FAIL, e.evidence(), "docker.daemon")
        : new Stage(Stage.Step.ROUTE, e.status(), e.evidence(), "host");
  }

  private boolean shakeHands(Address at, Opening opening, List<Stage> stages)
      throws InterruptedException {
    TlsMode mode = access.tlsTo(at.host());
    if (mode == TlsMode.OFF) {
      return true;
    }
    try (DockerSession.Lines lines = tcpLines(at, opening)) {
      lines.open().close();
      stages.add(Stage.ok(Stage.Step.TLS, mode.name().toLowerCase(Locale.ROOT)));
      return true;
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.TLS, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    } catch (WireException e) {
      boolean plain = e.evidence().contains("Unsupported or unrecognized SSL message");
      stages.add(
          new Stage(Stage.Step.TLS, e.status(), e.evidence(), plain ? "tls.none" : "docker.tls"));
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
    return false;
  }

  private void greet(Opening opening, List<Stage> stages) throws InterruptedException {
    try (DockerSession session = open(opening)) {
      var version = session.get("/version").json();
      String name = version.path("Components").path(0).path("Name").asText("Docker");
      stages.add(
          Stage.ok(
              Stage.Step.LOGIN,
              name
                  + " "
                  + version.path("Version").asText()
                  + ", API "
                  + version.path("ApiVersion").asText()));
      DockerReply list = session.get("/containers/json?limit=1");
      stages.add(
          list.ok()
              ? Stage.ok(Stage.Step.RIGHTS, "containers may be listed")
              : new Stage(Stage.Step.RIGHTS, Status.WARN, list.refusal(), "docker.denied"));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    } catch (WireException e) {
      stages.add(new Stage(Stage.Step.LOGIN, e.status(), e.evidence(), advice(e.evidence())));
    }
  }

  private String advice(String evidence) {
    // TLS 1.3 tells a client that its certificate is refused after the handshake only.
    if (daemon instanceof Daemon.Tcp tcp
        && access.tlsTo(tcp.at().host()) != TlsMode.OFF
        && !evidence.startsWith("timed out")) {
      return "docker.tls";
    }
    if (evidence.contains("API is of version") || evidence.contains("client version")) {
      return "docker.version";
    }
    if (evidence.contains("is no Docker daemon") || evidence.contains("not HTTP")) {
      return "docker.other";
    }
    return "docker.hung";
  }
}
