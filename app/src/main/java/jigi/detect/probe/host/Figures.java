package jigi.detect.probe.host;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a machine's kernel tells about itself at one moment. */
interface Figures {
  /**
   * The lines of a file below {@code /proc}.
   *
   * @throws IOException also when there is none
   */
  List<String> lines(String file) throws IOException;

  /** The sizes of a mount as {@code self/mounts} writes it; null when it cannot be looked at. */
  @Nullable Filesystem filesystem(Mount mount);

  /** How far the machine's clock is ahead of Jigi's, in seconds; null on Jigi's own. */
  @Nullable Double clockOffset();
}
