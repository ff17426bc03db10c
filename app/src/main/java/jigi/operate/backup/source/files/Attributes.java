package jigi.operate.backup.source.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jigi.operate.backup.source.BackupException;
import org.jspecify.annotations.Nullable;

/**
 * What a file has besides its content and its mode, under the keys by which archives know it:
 * {@code SCHILY.xattr.NAME}, whose values are bytes, one for each character, and {@code
 * SCHILY.acl.access} and {@code .default} with a text. Labels of the machine, as SELinux's, are
 * none of it.
 */
final class Attributes {
  static final String XATTR = "SCHILY.xattr.";

  /** An archive's header has room for so much. */
  private static final int LARGEST = 512 * 1024;

  private static final Map<String, String> LISTS =
      Map.of(
          "system.posix_acl_access", "SCHILY.acl.access",
          "system.posix_acl_default", "SCHILY.acl.default");

  private final @Nullable Xattrs system = Xattrs.open();

  /** Whether a record of an archive's header is one of them. */
  static boolean isOne(String key) {
    return key.startsWith(XATTR) || LISTS.containsValue(key);
  }

  private static boolean isKept(String name) {
    return (name.startsWith("user.") || name.startsWith("trusted.") || isCapability(name))
        && name.indexOf('=') < 0;
  }

  private static boolean isCapability(String name) {
    return name.equals("security.capability");
  }

  /** Those of a file; empty for none. */
  Map<String, String> of(Path file) throws Xattrs.Refused {
    Xattrs there = system;
    Map<String, String> all = new TreeMap<>();
    if (there == null) {
      return all;
    }
    int size = 0;
    for (String name : there.names(file)) {
      String list = LISTS.get(name);
      byte[] value = list != null || isKept(name) ? there.get(file, name) : null;
      if (value == null) {
        continue;
      }
      size += value.length;
      if (size > LARGEST) {
        throw new Xattrs.Refused(Xattrs.TOO_LARGE);
      }
      String text = list == null ? null : Acl.text(value);
      if (text == null) {
        all.put(XATTR + name, new String(value, StandardCharsets.ISO_8859_1));
      } else {
        all.put(String.valueOf(list), text);
      }
    }
    return all;
  }

  /**
   * Gives a file exactly these lists, and these attributes besides those that it has.
   *
   * @return what could not be given, with the system's reason
   */
  Map<String, String> give(Path file, Map<String, String> wanted) throws BackupException {
    Map<String, String> refused = new TreeMap<>();
    Xattrs there = system;
    if (there == null) {
      wanted.keySet().forEach(key -> refused.put(key, "only Linux's are known"));
      return refused;
    }
    try {
      for (String name : there.names(file)) {
        // A new file inherits the list of the folder in which it is made.
        if (LISTS.containsKey(name) && !wanted.containsKey(LISTS.get(name))) {
          there.remove(file, name);
        }
      }
    } catch (Xattrs.Refused e) {
      refused.put("access control list", String.valueOf(e.getMessage()));
    }
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      try {
        there.set(file, name(one.getKey()), value(one));
      } catch (Xattrs.Refused e) {
        refused.put(one.getKey(), String.valueOf(e.getMessage()));
      }
    }
    return refused;
  }

  private static String name(String key) {
    for (Map.Entry<String, String> list : LISTS.entrySet()) {
      if (list.getValue().equals(key)) {
        return list.getKey();
      }
    }
    return key.substring(XATTR.length());
  }

  private static byte[] value(Map.Entry<String, String> one) throws BackupException {
    return one.getKey().startsWith(XATTR)
        ? one.getValue().getBytes(StandardCharsets.ISO_8859_1)
        : Acl.bytes(one.getValue());
  }
}
