package jigi.base.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import jigi.base.exec.RemoteShell;

/** A port of this machine's loopback that leads over a host; closing it takes the way down. */
public final class SshForward implements Closeable {
  private static final String HERE = "127.0.0.1:";

  /** Another process may take the port between the choice and its use. */
  private static final int TRIES = 5;

  private final SshWay way;

  private SshForward(SshWay way) {
    this.way = way;
  }

  static SshForward open(SshHost host, String address, int port)
      throws RemoteShell.Unreachable, InterruptedException {
    String target = (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    return new SshForward(SshWay.open(host, () -> HERE + free(), target, TRIES));
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
    return Integer.parseInt(way.end().substring(HERE.length()));
  }

  @Override
  public void close() {
    way.close();
  }
}
