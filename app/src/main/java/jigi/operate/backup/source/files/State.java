package jigi.operate.backup.source.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param place no part of {@link #text}: a device may have another number after a restart
 * @param changed when its content or rights changed; nobody can set it
 */
record State(
    long size,
    FileTime modified,
    FileTime changed,
    long inode,
    int mode,
    long uid,
    long gid,
    Place place) {
  private static final String ALL = "unix:size,lastModifiedTime,ctime,ino,mode,uid,gid,dev,nlink";
  private static final int MODE = 0xFFF;

  /**
   * What two names of one file have in common.
   *
   * @param names how many it has
   */
  record Place(long device, long inode, int names) {}

  static State of(Path file) throws IOException {
    Map<String, Object> all = Files.readAttributes(file, ALL, LinkOption.NOFOLLOW_LINKS);
    return new State(
        number(all, "size"),
        time(all, "lastModifiedTime"),
        time(all, "ctime"),
        number(all, "ino"),
        (int) number(all, "mode") & MODE,
        number(all, "uid"),
        number(all, "gid"),
        new Place(number(all, "dev"), number(all, "ino"), (int) number(all, "nlink")));
  }

  private static long number(Map<String, Object> all, String key) {
    return all.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static FileTime time(Map<String, Object> all, String key) {
    return all.get(key) instanceof FileTime time ? time : FileTime.fromMillis(0);
  }

  /** Equal for equal states. */
  String text() {
    return size + " " + modified + " " + changed + " " + inode + " " + mode + " " + uid + ":" + gid;
  }

  /** As something in an archive. */
  Entry entry(String name, Entry.Kind kind, String link) {
    boolean file = kind == Entry.Kind.FILE;
    return new Entry(
        name,
        kind,
        kind == Entry.Kind.LINK ? 0777 : mode,
        uid,
        gid,
        Math.floorDiv(modified.toMillis(), 1000),
        file ? size : 0,
        link,
        Map.of());
  }
}
