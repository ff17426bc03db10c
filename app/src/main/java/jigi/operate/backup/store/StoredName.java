package jigi.operate.backup.store;

import java.nio.charset.StandardCharsets;
import jigi.base.kernel.UserError;

/**
 * The names of files in stores: parts separated by {@code /}, none of them empty, {@code .} or
 * {@code ..}, in any script, without control characters.
 */
public final class StoredName {
  /** Ends the names of what is being uploaded. */
  public static final String PARTIAL = ".partial";

  /** What file systems allow (255), less what names an upload. */
  private static final int LONGEST_PART = 200;

  /** What S3 allows (1024), less the prefix of a store. */
  private static final int LONGEST = 800;

  private StoredName() {}

  /**
   * The name itself.
   *
   * @throws UserError {@code bad-store-name} when it is none
   */
  public static String check(String name) {
    String fault = fault(name);
    if (fault != null) {
      throw new UserError(
          "bad-store-name",
          "a store cannot keep a file of this name (" + printable(name) + "): " + fault,
          "name it for example backup_shop_20260102_030405.dump, with / between folders");
    }
    return name;
  }

  private static @org.jspecify.annotations.Nullable String fault(String name) {
    if (name.isEmpty() || name.startsWith("/")) {
      return name.isEmpty() ? "it is empty" : "it begins with /";
    }
    if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
      return "it has a control character or a backslash";
    }
    if (bytes(name) > LONGEST) {
      return "it is longer than " + LONGEST + " bytes";
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "a part of it is '" + part + "'";
      }
      if (part.endsWith(PARTIAL)) {
        return PARTIAL + " ends what is being uploaded";
      }
      if (bytes(part) > LONGEST_PART) {
        return "a part of it is longer than " + LONGEST_PART + " bytes";
      }
    }
    return null;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String printable(String name) {
    String safe = name.replaceAll("\\p{Cntrl}", "?");
    return safe.length() > 120 ? safe.substring(0, 120) + "…" : safe;
  }
}
