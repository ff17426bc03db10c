package jigi.base.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a manual is read from, as people name it: {@code manuals/shop}, or {@code
 * manuals/shop@staging} for the same with what {@code environments/staging.yaml} changes.
 *
 * @param folder absolute
 * @param environment null for the manual as it stands
 */
public record ManualAddress(Path folder, @Nullable String environment) {
  /** What a person has given; a folder that has an {@code @} in its own name is that folder. */
  public static ManualAddress of(Path given) {
    Path whole = given.toAbsolutePath().normalize();
    Path last = whole.getFileName();
    int at = last == null ? -1 : last.toString().lastIndexOf('@');
    if (at <= 0 || Files.isDirectory(whole)) {
      return new ManualAddress(whole, null);
    }
    String name = String.valueOf(last);
    return new ManualAddress(whole.resolveSibling(name.substring(0, at)), name.substring(at + 1));
  }

  /** What {@link #of} makes this address of. */
  public Path path() {
    return environment == null
        ? folder
        : folder.resolveSibling(folder.getFileName() + "@" + environment);
  }
}
