package jigi.operate.backup.source.files;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something in an archive.
 *
 * @param name relative, with {@code /} between its parts and none at its ends
 * @param mode the permission bits
 * @param modified seconds since the Unix epoch
 * @param size of a file's content in bytes; 0 for anything else
 * @param link where a symbolic link leads, or the name of the file in the archive of which this is
 *     another name; empty for anything else
 * @param attributes of {@link Attributes}; none of another name
 */
record Entry(
    String name,
    Kind kind,
    int mode,
    long uid,
    long gid,
    long modified,
    long size,
    String link,
    Map<String, String> attributes) {
  enum Kind {
    FILE('0'),
    /** Another name of a file that was in the archive before. */
    NAME('1'),
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

  Entry {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  Entry with(Map<String, String> more) {
    return new Entry(name, kind, mode, uid, gid, modified, size, link, more);
  }

  /** The folder that it lies in; {@code .} for none. */
  String folder() {
    return folder(name);
  }

  static String folder(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "." : name.substring(0, slash);
  }
}
