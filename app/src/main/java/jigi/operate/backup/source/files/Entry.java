package jigi.operate.backup.source.files;

/**
 * Something in an archive.
 *
 * @param name relative, with {@code /} between its parts and none at its ends
 * @param mode the permission bits
 * @param modified seconds since the Unix epoch
 * @param size of a file's content in bytes; 0 for anything else
 * @param link where a symbolic link leads; empty for anything else
 */
record Entry(
    String name, Kind kind, int mode, long uid, long gid, long modified, long size, String link) {
  enum Kind {
    FILE('0'),
    LINK('2'),
    FOLDER('5');

    private final char type;

    Kind(char type) {
      this.type = type;
    }

    char type() {
      return type;
    }
  }

  /** The folder that it lies in; {@code .} for none. */
  String folder() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "." : name.substring(0, slash);
  }
}
