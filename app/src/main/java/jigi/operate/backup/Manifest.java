package jigi.operate.backup;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Json;
import jigi.base.kernel.UserError;
import jigi.operate.backup.seal.Sums;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;

/**
 * What lies beside a backup in its store, signed, and says what a restore must give. It is written
 * last: a file without one was never read back.
 *
 * @param version of this format
 * @param taken microseconds since the Unix epoch
 */
record Manifest(
    int version,
    String id,
    String system,
    String plan,
    String kind,
    String item,
    String name,
    long taken,
    String compress,
    String encrypt,
    Sums sums,
    Contents contents) {
  static final int VERSION = 1;
  static final String SUFFIX = ".manifest";

  /** As it lies in the store. */
  private record Signed(Manifest manifest, String hmac) {}

  /** In JSON, with the HMAC-SHA-256 of the manifest's own JSON. */
  byte[] signed(byte[] key) {
    return Json.write(new Signed(this, signature(key))).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws BackupException {@code manifest-damaged}, {@code manifest-forged}
   */
  static Manifest read(byte[] text, byte[] key) throws BackupException {
    Signed signed;
    try {
      signed = Json.read(new String(text, StandardCharsets.UTF_8), Signed.class);
    } catch (UserError e) {
      throw new BackupException("manifest-damaged", "the manifest cannot be read: " + e.fact(), e);
    }
    if (signed.manifest() == null || signed.hmac() == null) {
      throw new BackupException("manifest-damaged", "the manifest is not whole");
    }
    if (!Hash.isSame(signed.manifest().signature(key), signed.hmac())) {
      throw new BackupException(
          "manifest-forged", "the manifest was changed, or signed by another installation's key");
    }
    return signed.manifest();
  }

  private String signature(byte[] key) {
    return HexFormat.of().formatHex(Hash.hmac(key, Json.write(this)));
  }
}
