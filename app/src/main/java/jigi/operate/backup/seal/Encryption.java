package jigi.operate.backup.seal;

import jigi.base.config.Secret;

/** How a backup is kept from other eyes, as a manual says it; never the key itself. */
public sealed interface Encryption {
  /** As the manual names it. */
  String name();

  /** Not at all. */
  record None() implements Encryption {
    @Override
    public String name() {
      return "none";
    }
  }

  /**
   * AES-256-GCM in chunks, in Jigi's own format (see {@link AesEnvelope}).
   *
   * @param key 32 bytes in hexadecimal or base64, or else a passphrase
   */
  record Aes(Secret key) implements Encryption {
    @Override
    public String name() {
      return "aes-256-gcm";
    }
  }
}
