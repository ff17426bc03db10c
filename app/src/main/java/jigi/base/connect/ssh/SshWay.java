package jigi.base.connect.ssh;

import java.io.Closeable;
import java.util.function.Supplier;
import jigi.base.exec.Exchange;
import jigi.base.exec.RemoteShell;

/**
 * A way over a host's kept connection, from an end on this machine to one there; closing it takes
 * the way down.
 *
 * @param end on this machine, as ssh(1) names it under -L
 */
record SshWay(SshHost host, String end, String target) implements Closeable {
  /**
   * Opens it.
   *
   * @param ends yields an end for each try
   * @param tries how often another end is worth a try
   */
  static SshWay open(SshHost host, Supplier<String> ends, String target, int tries)
      throws RemoteShell.Unreachable, InterruptedException {
    SshFailure trouble = host.checked();
    if (trouble != null) {
      throw new RemoteShell.Unreachable(trouble.evidence());
    }
    String said = "";
    for (int i = 0; i < tries; i++) {
      SshWay way = new SshWay(host, ends.get(), target);
      Exchange answer = host.control("forward", "-L", way.text());
      if (answer.code() == 0) {
        return way;
      }
      said = answer.stderr().strip();
    }
    throw new RemoteShell.Unreachable(host.where() + ": no way to " + target + " (" + said + ")");
  }

  private String text() {
    return end + ":" + target;
  }

  @Override
  public void close() {
    try {
      host.control("cancel", "-L", text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
