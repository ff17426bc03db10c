package jigi.operate.backup.seal;

import java.util.List;
import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/** How a backup is kept from other eyes, as a manual says it; never the key itself. */
public sealed interface Encryption {
  /** As the manual names it. */
  String name();

  /** Where what opens a backup is found; empty when nothing is needed or nothing is known. */
  List<Secret> keys();

  /** Not at all. */
  record None() implements Encryption {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public List<Secret> keys() {
      return List.of();
    }
  }

  /**
   * AES-256-GCM in chunks, in the format that {@link AesEnvelope} describes.
   *
   * @param key 32 bytes in hexadecimal or base64, or else a passphrase
   */
  record Aes(Secret key) implements Encryption {
    @Override
    public String name() {
      return "aes-256-gcm";
    }

    @Override
    public List<Secret> keys() {
      return List.of(key);
    }
  }

  /** OpenPGP with a passphrase: what {@code gpg --symmetric --cipher-algo AES256} makes. */
  record OpenPgp(Secret passphrase) implements Encryption {
    @Override
    public String name() {
      return "openpgp";
    }

    @Override
    public List<Secret> keys() {
      return List.of(passphrase);
    }
  }

  /**
   * The format of the tool {@code age}, for the holders of private keys.
   *
   * @param recipients public keys, {@code age1…}
   * @param identity a file as {@code age-keygen} makes it; null where backups are only made
   */
  record Age(List<String> recipients, @Nullable Secret identity) implements Encryption {
    public Age {
      recipients = List.copyOf(recipients);
    }

    @Override
    public String name() {
      return "age";
    }

    @Override
    public List<Secret> keys() {
      return identity == null ? List.of() : List.of(identity);
    }
  }

  /** The format of the tool {@code age}, with a passphrase. */
  record AgePassphrase(Secret passphrase) implements Encryption {
    @Override
    public String name() {
      return "age-passphrase";
    }

    @Override
    public List<Secret> keys() {
      return List.of(passphrase);
    }
  }
}
