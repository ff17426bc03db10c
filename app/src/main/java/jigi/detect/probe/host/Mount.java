package jigi.detect.probe.host;

import org.jspecify.annotations.Nullable;

/**
 * A line of {@code /proc/self/mounts} (proc(5), fstab(5)).
 *
 * @param written the folder as it stands there, with spaces and the like in octal digits
 */
record Mount(String device, String written, String type, boolean readOnly) {
  static @Nullable Mount parse(String line) {
    String[] words = line.split(" ");
    return words.length < 4
        ? null
        : new Mount(words[0], words[1], words[2], ("," + words[3] + ",").contains(",ro,"));
  }

  /**
   * The folder of a container that this machine runs: layers over a file system that is mounted
   * elsewhere. Within a container the root itself is one.
   */
  boolean layered() {
    return type.equals("overlay") && !written.equals("/");
  }

  /** Spaces, tabs, line breaks and backslashes are written as three octal digits. */
  String folder() {
    return written
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
