package jigi.detect.probe;

import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;

/** A text that the manual writes out, or says where to find. */
public sealed interface SecretText {
  /**
   * @throws Secret.Missing when a secret's value cannot be had
   */
  String read(SecretReader secrets) throws Secret.Missing;

  /** A scalar without control characters, or a secret. */
  static Shape<SecretText> shape() {
    return Shapes.scalarOr(
        Shapes.mapped(
            Shapes.scalar(
                "text on one line",
                "application/json",
                Map.of("type", "string"),
                text -> text.chars().anyMatch(Character::isISOControl) ? null : text),
            Plain::new),
        Shapes.mapped(Secret.shape(), Hidden::new));
  }

  /** Written out. */
  record Plain(String text) implements SecretText {
    @Override
    public String read(SecretReader secrets) {
      return text;
    }
  }

  /** Found elsewhere at each use. */
  record Hidden(Secret secret) implements SecretText {
    @Override
    public String read(SecretReader secrets) throws Secret.Missing {
      return secrets.read(secret);
    }
  }
}
