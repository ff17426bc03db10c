package jigi.detect.probe.host;

/**
 * A mounted file system.
 *
 * @param size in bytes
 * @param free bytes, with those reserved for root
 * @param available bytes for everybody else
 * @param inodes 0 where the file system has none
 */
record Filesystem(
    Mount mount, double size, double free, double available, double inodes, double inodesFree) {
  /** As df shows it: reserved space counts neither as used nor as available. */
  double usedRatio() {
    double used = size - free;
    return used + available <= 0 ? 0 : used / (used + available);
  }
}
