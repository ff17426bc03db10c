package jigi.operate.backup.source;

import java.nio.file.Path;
import java.time.Duration;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;

/**
 * What a source works with.
 *
 * @param system whose manual it is
 * @param scratch the folder under which scratch servers lie
 * @param own for a backup of Jigi itself
 * @param timeout of a whole dump or restore, on the real clock
 */
public record SourceTools(
    String system,
    ConnectionRegistry connections,
    Exec exec,
    Timeline timeline,
    Path scratch,
    OwnData own,
    Duration timeout) {}
