package jigi.operate.backup.source.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists of POSIX.1e as Linux keeps them in an extended attribute
 * (linux/posix_acl_xattr.h: a version, and eight bytes an entry), and as archives write them
 * (acl(5), with numbers for names): {@code
 * user::rw-,user:1000:r--,group::r--,mask::r--,other::---}.
 */
final class Acl {
  private static final int VERSION = 2;
  private static final int ENTRY = 8;
  private static final int NOBODY = -1;
  private static final String RIGHTS = "rwx";

  private static final Map<Integer, String> TAGS =
      Map.of(1, "user", 2, "user", 4, "group", 8, "group", 0x10, "mask", 0x20, "other");

  private Acl() {}

  /** Null for what no list looks like. */
  static @Nullable String text(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length % ENTRY != Integer.BYTES || in.getInt() != VERSION) {
      return null;
    }
    List<String> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = in.getShort();
      int rights = in.getShort();
      int id = in.getInt();
      String name = TAGS.get(tag);
      if (name == null) {
        return null;
      }
      String whom = tag == 2 || tag == 8 ? Integer.toUnsignedString(id) : "";
      entries.add(name + ":" + whom + ":" + rights(rights));
    }
    return String.join(",", entries);
  }

  private static String rights(int bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < RIGHTS.length(); i++) {
      text.append((bits & 4 >> i) == 0 ? '-' : RIGHTS.charAt(i));
    }
    return text.toString();
  }

  /**
   * @throws BackupException {@code dump-damaged} for what no list looks like
   */
  static byte[] bytes(String text) throws BackupException {
    String[] entries = text.split(",");
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + entries.length * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION);
    for (String entry : entries) {
      String[] parts = entry.split(":");
      if (!entry.matches("(user|group|mask|other):[0-9]{0,10}:[r-][w-][x-]")) {
        throw new BackupException("dump-damaged", "no access control list: " + text);
      }
      boolean named = !parts[1].isEmpty();
      out.putShort((short) tag(parts[0], named));
      out.putShort((short) bits(parts[2]));
      out.putInt(named ? Integer.parseUnsignedInt(parts[1]) : NOBODY);
    }
    return out.array();
  }

  private static int tag(String name, boolean named) {
    return switch (name) {
      case "user" -> named ? 2 : 1;
      case "group" -> named ? 8 : 4;
      case "mask" -> 0x10;
      default -> 0x20;
    };
  }

  private static int bits(String rights) {
    int bits = 0;
    for (int i = 0; i < RIGHTS.length(); i++) {
      bits |= rights.charAt(i) == '-' ? 0 : 4 >> i;
    }
    return bits;
  }
}
