package jigi.operate.backup.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the first bytes of a file in a store say that it is, whatever its name says. */
public enum SealedAs {
  AES_256_GCM(true),
  AGE(true),
  OPENPGP(true),
  ZSTD(false),
  GZIP(false),
  EMPTY(false),
  /** Nothing that Jigi seals, so anybody may read it. */
  PLAIN(false);

  /** How many bytes {@link #of} needs. */
  public static final int HEAD = 64;

  private final boolean encrypted;

  SealedAs(boolean encrypted) {
    this.encrypted = encrypted;
  }

  public boolean encrypted() {
    return encrypted;
  }

  /**
   * @param head the first {@link #HEAD} bytes, or all of a shorter file
   */
  public static SealedAs of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (begins(head, "JIGISEAL".getBytes(StandardCharsets.US_ASCII))) {
      return AES_256_GCM;
    }
    if (begins(head, "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII))) {
      return AGE;
    }
    if (begins(head, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})) {
      return ZSTD;
    }
    if (begins(head, new byte[] {0x1f, (byte) 0x8b, 8})) {
      return GZIP;
    }
    return isOpenPgp(head) ? OPENPGP : PLAIN;
  }

  /** A symmetric-key packet of version 4 (RFC 4880 §5.3), in the old or the new framing. */
  private static boolean isOpenPgp(byte[] head) {
    int tag = head[0] & 0xff;
    return (tag == 0xc3 || tag == 0x8c) && head.length > 4 && head[2] == 4 && head[3] <= 13;
  }

  private static boolean begins(byte[] head, byte[] magic) {
    return head.length >= magic.length && Arrays.equals(Arrays.copyOf(head, magic.length), magic);
  }
}
