package jigi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;
import jigi.base.config.Secret;
import jigi.base.kernel.Environment;
import jigi.base.kernel.UserError;
import jigi.base.store.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where {@code jigi up} keeps its state: in the data directory unless a database is named. */
final class StoreChoice {
  private static final String PASSWORD = "JIGI_STORE_PASSWORD";
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
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

  @Option(
      names = "--node",
      paramLabel = "NAME",
      defaultValue = "${env:JIGI_NODE:-" + Option.NULL_VALUE + "}")
  private @Nullable String node;

  /**
   * Null for SQLite.
   *
   * @throws UserError {@code bad-store}, {@code password-in-store}, {@code store-password-missing},
   *     {@code store-password-open}, {@code bad-node}, {@code node-needs-store}
   */
  Options.@Nullable Database database() {
    if (address == null) {
      if (node != null) {
        throw new UserError(
            "node-needs-store",
            "a node is one of several on a database, and no database is named (" + node + ")",
            "name it by --store, or leave --node out");
      }
      return null;
    }
    String name = node == null ? hostName() : node;
    if (!NODE.matcher(name).matches()) {
      throw new UserError(
          "bad-node",
          "'" + name + "' is no name of a node",
          "write --node with letters, digits, '.', '-' and '_', 63 at most");
    }
    return new Options.Database(Settings.Postgres.at(address, password()), name);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new UserError(
          "bad-node", "this machine has no name to call the node by", "write --node NAME", e);
    }
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
