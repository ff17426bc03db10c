package jigi.detect.probe.log;

/** Where the lines of a log go as it is read. */
interface Lines {
  /** The lines in the first {@code length} bytes, each of which ends with a line feed. */
  void block(byte[] bytes, int length);

  /** Bytes of an oversized line that are not looked at. */
  void pass(long bytes);

  /** Of the last line only the beginning was given. */
  void oversized();
}
