package jigi.operate.notify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import jigi.base.connect.wire.Network;
import jigi.base.connect.wire.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose time may be moved talks to nobody whose time is real. */
class RehearsalTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "10.0.0.1"})
  void refusesProvidersBeyondThisMachine(String host) {
    try (Network network = new Network(Reach.LOOPBACK)) {
      assertThatThrownBy(() -> context(network).admit(host))
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("this is a rehearsal");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void admitsThisMachine(String host) throws Exception {
    try (Network network = new Network(Reach.LOOPBACK)) {
      context(network).admit(host);
    }
  }

  @Test
  void refusesMetadataServicesAnywhere() {
    try (Network network = new Network()) {
      assertThatThrownBy(() -> context(network).admit("169.254.169.254"))
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("not allowed");
    }
  }

  private static SendContext context(Network network) {
    return new SendContext(Path.of("."), name -> null, Instant.EPOCH, network);
  }
}
