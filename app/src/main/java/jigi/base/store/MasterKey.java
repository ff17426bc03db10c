package jigi.base.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import jigi.base.kernel.Ids;
import jigi.base.kernel.UserError;

/**
 * The one secret of an installation: 32 random bytes in a file (mode 0600) outside of the data
 * directory, so that a copy of the data opens nothing. Every use derives a key of its own.
 */
public final class MasterKey {
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] secret;

  private MasterKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads the file, making it the first time.
   *
   * @throws UserError {@code key-inside-data}, {@code key-file-open} when others may read it,
   *     {@code key-file-bad}
   */
  public static MasterKey in(Settings settings) {
    Path file = settings.key();
    if (file.startsWith(settings.data())) {
      throw new UserError(
          "key-inside-data",
          "the key file " + file + " lies in the data directory, whose copies it protects",
          "name a place outside of it with JIGI_KEY_FILE");
    }
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return read(file);
    } catch (IOException e) {
      throw new UserError(
          "key-file-bad",
          "the key file " + file + " cannot be read or made",
          "make it accessible for this user, or name another with JIGI_KEY_FILE",
          e);
    }
  }

  /** A key for one purpose (HKDF with SHA-256, RFC 5869); the same each time. */
  public byte[] derive(String purpose, int bytes) {
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      return hkdf.deriveData(
          HKDFParameterSpec.ofExtract()
              .addIKM(secret)
              .thenExpand(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8), bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HKDF-SHA256", e);
    }
  }

  private static void make(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE));
    Files.writeString(fresh, Ids.secret(BYTES) + "\n");
    Files.move(fresh, file);
  }

  private static MasterKey read(Path file) throws IOException {
    if (!PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
      throw new UserError(
          "key-file-open", "others may read the key file " + file, "chmod 600 " + file);
    }
    try {
      byte[] secret = HexFormat.of().parseHex(Files.readString(file).strip());
      if (secret.length == BYTES) {
        return new MasterKey(secret);
      }
    } catch (IllegalArgumentException e) {
      // told below, without quoting what is in the file
    }
    throw new UserError(
        "key-file-bad",
        "the key file " + file + " does not hold " + 2 * BYTES + " hexadecimal digits",
        "put the right file back; what was encrypted with it is lost otherwise");
  }
}
