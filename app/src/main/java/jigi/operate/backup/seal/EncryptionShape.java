package jigi.operate.backup.seal;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;

/** {@code none}, or {@code {aes-256-gcm: {file: keys/backup}}} and the like. */
public final class EncryptionShape {
  private static final Field<Secret> AES =
      Field.required(
          "aes-256-gcm",
          Secret.shape(),
          "Where the key is found: 32 bytes in hexadecimal or base64, or else a passphrase.");

  private static final Field<Secret> OPENPGP =
      Field.required("openpgp", Secret.shape(), "Where the passphrase is found.");
  private static final Field<List<String>> AGE =
      Field.required(
          "age",
          Shapes.listOf(
              Shapes.scalar(
                  "a public key of age",
                  "the line that age-keygen prints, age1…",
                  Map.of("type", "string", "pattern", "^age1[a-z0-9]{58}$"),
                  text -> AgeKeys.isRecipient(text) ? text : null)),
          "The public keys of those who may open it.");
  private static final Field<Secret> IDENTITY =
      Field.optional(
          "identity",
          Secret.shape(),
          "Where a private key is found; without it nothing can be proven by a restore.");
  private static final Field<Secret> AGE_PASSPHRASE =
      Field.required("age-passphrase", Secret.shape(), "Where the passphrase is found.");

  private static final Map<String, Shape<Encryption>> KINDS =
      Map.of(
          "aes-256-gcm",
          ObjectShape.of(
              "encryption by AES-256-GCM", List.of(AES), v -> new Encryption.Aes(v.get(AES))),
          "openpgp",
          ObjectShape.of(
              "encryption that gpg opens",
              List.of(OPENPGP),
              v -> new Encryption.OpenPgp(v.get(OPENPGP))),
          "age",
          ObjectShape.of(
              "encryption that age opens with a private key",
              List.of(AGE, IDENTITY),
              v -> new Encryption.Age(v.get(AGE), v.find(IDENTITY))),
          "age-passphrase",
          ObjectShape.of(
              "encryption that age opens with a passphrase",
              List.of(AGE_PASSPHRASE),
              v -> new Encryption.AgePassphrase(v.get(AGE_PASSPHRASE))));

  private EncryptionShape() {}

  public static Shape<Encryption> shape() {
    KindShape<Encryption> kinds = new KindShape<>("an encryption", KINDS);
    Shape<Encryption> none =
        Shapes.scalar(
            "none",
            "none",
            Map.of("const", "none"),
            text -> text.equals("none") ? new Encryption.None() : null);
    return Shapes.scalarOr(none, kinds);
  }
}
