package jigi.base.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.exec.Exchange;
import jigi.base.exec.RemoteShell;
import jigi.base.kernel.Ids;

/**
 * A Unix socket of this machine that leads to one of a host; closing it takes the way down. It lies
 * in a folder that only Jigi's account can enter: a port would let everybody here in.
 */
public final class SshSocket implements Closeable {
  private final SshHost host;
  private final Path path;
  private final String way;

  private SshSocket(SshHost host, Path path, String way) {
    this.host = host;
    this.path = path;
    this.way = way;
  }

  static SshSocket open(SshHost host, Path folder, String target)
      throws RemoteShell.Unreachable, InterruptedException {
    SshFailure trouble = host.checked();
    if (trouble != null) {
      throw new RemoteShell.Unreachable(trouble.evidence());
    }
    Path path = folder.resolve("s-" + Ids.secret(6)).toAbsolutePath();
    String way = path + ":" + target;
    Exchange answer = host.control("forward", "-L", way);
    if (answer.code() != 0) {
      throw new RemoteShell.Unreachable(
          host.where() + ": no way to " + target + " (" + answer.stderr().strip() + ")");
    }
    return new SshSocket(host, path, way);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      host.control("cancel", "-L", way);
      Files.deleteIfExists(path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
