package jigi.operate.backup.store;

import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;

/** Names what is being uploaded, beside its name to be: {@code .name.key.partial}. */
public final class PartialName {
  private static final int KEY = 16;

  private PartialName() {}

  /** For an upload that nothing goes on with. */
  public static String of(String file) {
    return named(file, Ids.secret(KEY / 2));
  }

  /**
   * @param key as for {@link Store#resume}
   */
  public static String of(String file, String key) {
    return named(file, Hash.of(key).substring(0, KEY));
  }

  private static String named(String file, String key) {
    return "." + file + "." + key + StoredName.PARTIAL;
  }

  /** Whether we gave a file this name. */
  public static boolean is(String name) {
    return name.startsWith(".")
        && name.endsWith(StoredName.PARTIAL)
        && name.length() > KEY + StoredName.PARTIAL.length() + 2;
  }

  /** The name to be. */
  public static String target(String name) {
    return name.substring(1, name.length() - StoredName.PARTIAL.length() - KEY - 1);
  }
}
