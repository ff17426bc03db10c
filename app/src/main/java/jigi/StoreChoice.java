package jigi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.kernel.Environment;
import jigi.base.kernel.UserError;
import jigi.base.store.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where {@code jigi up} keeps its state: in the data directory unless a database is named. */
final class StoreChoice {
  private static final String PASSWORD = "JIGI_STORE_PASSWORD";
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Option(
      names = "--store",
      paramLabel = "URL",
      defaultValue = "${env:JIGI_STORE:-" + Option.NULL_VALUE + "}")
  private @Nullable String address;

  @Option(
      names = "--store-password",
      paramLabel = "FILE",
      defaultValue = "${env:JIGI_STORE_PASSWORD_FILE:-" + Option.NULL_VALUE + "}")
  private @Nullable Path passwordFile;

  /**
   * Null for SQLite.
   *
   * @throws UserError {@code bad-store}, {@code password-in-store}, {@code store-password-missing},
   *     {@code store-password-open}
   */
  Settings.@Nullable Postgres database() {
    return address == null ? null : Settings.Postgres.at(address, password());
  }

  private String password() {
    if (passwordFile == null) {
      return Environment.get(PASSWORD, "");
    }
    try {
      requirePrivate(passwordFile);
      return new Secret(Secret.Source.FILE, passwordFile.toString())
          .read(Path.of(""), Environment::get);
    } catch (Secret.Missing | IOException e) {
      throw new UserError(
          "store-password-missing",
          "the file of the store's password cannot be read (" + passwordFile + ")",
          "make it, with mode 0600, or set " + PASSWORD,
          e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new UserError(
          "store-password-open",
          "others may read the file of the store's password (" + file + ")",
          "chmod 600 " + file);
    }
  }
}
