package jigi.operate.backup.seal;

import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;

/** {@code none}, or {@code {aes-256-gcm: {file: keys/backup}}}. */
public final class EncryptionShape {
  private static final Field<Secret> AES =
      Field.required(
          "aes-256-gcm",
          Secret.shape(),
          "Where the key is found: 32 bytes in hexadecimal or base64, or else a passphrase.");

  private EncryptionShape() {}

  public static Shape<Encryption> shape() {
    KindShape<Encryption> kinds =
        new KindShape<>(
            "an encryption",
            Map.of(
                "aes-256-gcm",
                ObjectShape.of(
                    "encryption by AES-256-GCM",
                    List.of(AES),
                    values -> new Encryption.Aes(values.get(AES)))));
    Shape<Encryption> none =
        Shapes.scalar(
            "none",
            "none",
            Map.of("const", "none"),
            text -> text.equals("none") ? new Encryption.None() : null);
    return Shapes.scalarOr(none, kinds);
  }
}
