package jigi.base.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.exec.RemoteShell;
import jigi.base.kernel.Ids;

/**
 * A Unix socket of this machine that leads to one of a host; closing it takes the way down. It lies
 * in a folder that only Jigi's account can enter: a port would let everybody here in.
 */
public final class SshSocket implements Closeable {
  private final SshWay way;

  private SshSocket(SshWay way) {
    this.way = way;
  }

  static SshSocket open(SshHost host, Path folder, String target)
      throws RemoteShell.Unreachable, InterruptedException {
    Path path = folder.resolve("s-" + Ids.secret(6)).toAbsolutePath();
    return new SshSocket(SshWay.open(host, path::toString, target, 1));
  }

  public Path path() {
    return Path.of(way.end());
  }

  @Override
  public void close() {
    way.close();
    try {
      Files.deleteIfExists(path());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path(), e);
    }
  }
}
