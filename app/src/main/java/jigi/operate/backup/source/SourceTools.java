package jigi.operate.backup.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.Connections;
import jigi.base.connect.Site;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Exec;
import jigi.base.exec.Streamed;
import jigi.base.kernel.Timeline;

/**
 * What a source works with.
 *
 * @param system whose manual it is
 * @param ways to its hosts and servers
 * @param scratch the folder under which scratch servers lie
 * @param own for a backup of Jigi itself
 * @param timeout of a whole dump or restore, on the real clock
 */
public record SourceTools(
    String system,
    Connections ways,
    Exec exec,
    Timeline timeline,
    Path scratch,
    OwnData own,
    Duration timeout) {
  /** The same for what takes no longer than that. */
  public SourceTools within(Duration longest) {
    return new SourceTools(system, ways, exec, timeline, scratch, own, longest);
  }

  /** The connections that manuals name. */
  public ConnectionRegistry connections() {
    return ways.named();
  }

  /**
   * Starts a program whose output is a stream.
   *
   * @throws BackupException {@code site-unreachable}
   */
  public Streamed stream(Site site, List<String> command, Map<String, String> environment)
      throws BackupException, InterruptedException {
    try {
      return ways.stream(system, site, command, environment, timeout);
    } catch (WireException e) {
      throw new BackupException("site-unreachable", e.evidence(), e);
    }
  }
}
