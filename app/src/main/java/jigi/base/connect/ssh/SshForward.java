package jigi.base.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import jigi.base.exec.Exchange;
import jigi.base.exec.RemoteShell;

/** A port of this machine's loopback that leads over a host; closing it takes the way down. */
public final class SshForward implements Closeable {
  private static final int TRIES = 5;

  private final SshHost host;
  private final int port;
  private final String way;

  private SshForward(SshHost host, int port, String way) {
    this.host = host;
    this.port = port;
    this.way = way;
  }

  static SshForward open(SshHost host, String address, int port)
      throws RemoteShell.Unreachable, InterruptedException {
    SshFailure trouble = host.checked();
    if (trouble != null) {
      throw new RemoteShell.Unreachable(trouble.evidence());
    }
    String target = (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    String said = "";
    // Another process may take the port between the choice and its use.
    for (int i = 0; i < TRIES; i++) {
      int own = free();
      String way = "127.0.0.1:" + own + ":" + target;
      Exchange answer = host.control("forward", "-L", way);
      if (answer.code() == 0) {
        return new SshForward(host, own, way);
      }
      said = answer.stderr().strip();
    }
    throw new RemoteShell.Unreachable(host.where() + ": no way to " + target + " (" + said + ")");
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("this machine has no free port", e);
    }
  }

  /** On 127.0.0.1. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      host.control("cancel", "-L", way);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
