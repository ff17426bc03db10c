package jigi.operate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import jigi.base.connect.wire.Network;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.machine.Colour;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;

class WitnessTest {
  /** As when the live colour was dead, and the gateway points elsewhere now. */
  @Test
  void whatWasAskedBeforeAnotherWentLiveDoesNotSpeakAgainstIt() throws Exception {
    Semaphore answers = new Semaphore(2);
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Semaphore asked = new Semaphore(0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.createContext(
        "/",
        exchange -> {
          asked.release();
          answers.acquireUninterruptibly();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    gateway.start();
    URI through = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/");
    try (Network network = new Network();
        Timeline timeline = Timeline.real();
        Witness witness = new Witness(through, new Asking(network), timeline, true)) {
      asked.acquire(3);
      Until.so("two failed", () -> witness.failedBy(Colour.BLUE, 0) == 2, witness::firstFault);
      witness.judgeAnew();
      assertThat(witness.failedBy(Colour.BLUE, 0)).isZero();
      assertThat(witness.hasHeard(1)).as("asked of what is live now").isFalse();

      answers.release();
      Until.so("the one on its way failed, too", () -> witness.failures() == 3, () -> "");
      assertThat(witness.failedBy(Colour.BLUE, 0)).isZero();

      answers.release();
      Until.so("its own failure counts", () -> witness.failedBy(Colour.BLUE, 0) == 1, () -> "");
      assertThat(witness.hasHeard(1)).isTrue();
      assertThat(witness.hasHeard(2)).isFalse();
      witness.counting(false);
      assertThat(witness.hasHeard(2)).as("nothing can fail").isTrue();
      assertThat(witness.take().failed()).isEqualTo(4);
      answers.release(1000);
    } finally {
      gateway.stop(0);
    }
  }
}
