package jigi.operate.backup.store;

import java.nio.file.Path;
import jigi.base.connect.Connections;
import jigi.base.connect.Secrets;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;

/**
 * What a store is opened with.
 *
 * @param system whose manual names it
 * @param folder the manual's, for relative paths
 */
public record StoreOpening(
    String system,
    Path folder,
    Secrets secrets,
    Connections connections,
    Exec exec,
    Timeline timeline) {}
