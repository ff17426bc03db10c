package jigi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import jigi.base.kernel.UserError;

/** Ports are tried before anything starts, so that a taken one leaves nothing half begun. */
final class Ports {
  private Ports() {}

  /**
   * @throws UserError {@code port-taken}
   */
  static void requireFree(String bind, int port, String hint) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(bind))) {
      socket.setReuseAddress(true);
    } catch (IOException e) {
      throw new UserError(
          "port-taken",
          "cannot listen on " + bind + ":" + port + " (" + e.getMessage() + ")",
          hint,
          e);
    }
  }

  /** One that is free now; known before the manuals are read, because they may name it. */
  static int free(String bind) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(bind))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UserError(
          "bad-bind",
          "cannot listen on " + bind + " (" + e.getMessage() + ")",
          "name an address of this machine with --bind",
          e);
    }
  }
}
