package jigi.operate.deploy.gateway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.gateway.Pointing;
import jigi.operate.deploy.machine.Colour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link that leads to one of two sockets, with this process in place of nginx. */
class NginxLinkTest {
  @TempDir Path folder;

  private NginxLink link() {
    return new NginxLink(
        folder.resolve("live.sock"), colour -> folder.resolve(colour.key() + ".sock"));
  }

  private ServerSocketChannel listen(Colour colour) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(folder.resolve(colour.key() + ".sock")));
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("live.sock")));
  }

  @Test
  void whoIsConnectedThroughTheLinkIsCountedWhereItLedThen() throws Exception {
    try (ServerSocketChannel blue = listen(Colour.BLUE);
        ServerSocketChannel green = listen(Colour.GREEN)) {
      link().point(Colour.BLUE);
      try (SocketChannel first = connect();
          SocketChannel taken = blue.accept();
          SocketChannel waiting = connect()) {
        link().point(Colour.GREEN);
        try (SocketChannel third = connect()) {
          assertThat(link().inFlight(Colour.BLUE)).isEqualTo(2);
          assertThat(link().inFlight(Colour.GREEN)).isEqualTo(1);
        }
      }
      assertThat(link().pointing()).isEqualTo(new Pointing.To(Colour.GREEN));
      assertThat(Files.readSymbolicLink(folder.resolve("live.sock")))
          .isEqualTo(Path.of("green.sock"));
    }
    assertThat(link().inFlight(Colour.BLUE)).isZero();
  }

  @Test
  void nothingIsSentWhereNobodyListens() throws Exception {
    try (ServerSocketChannel blue = listen(Colour.BLUE)) {
      assertThat(link().pointing()).isInstanceOf(Pointing.Unclear.class);
      link().point(Colour.BLUE);
      assertThatThrownBy(() -> link().point(Colour.GREEN))
          .isInstanceOfSatisfying(
              DeployException.class,
              e -> assertThat(e.fact()).contains("nginx does not listen on"));
      assertThat(link().pointing()).isEqualTo(new Pointing.To(Colour.BLUE));
    }
    assertThat(link().pointing()).isInstanceOf(Pointing.Unclear.class);
    Files.delete(folder.resolve("live.sock"));
    Files.writeString(folder.resolve("live.sock"), "");
    assertThatThrownBy(() -> link().point(Colour.BLUE)).isInstanceOf(DeployException.class);
  }
}
