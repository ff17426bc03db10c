package jigi.operate.backup.seal;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bech32 (BIP 173), as age writes keys: a word, {@code 1}, five bits a character, a checksum. */
final class Bech32 {
  private static final String DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM = 6;

  private Bech32() {}

  /** The bytes of a text with that word before them; null when it is none. */
  static byte @Nullable [] decode(String word, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean oneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
    if (!oneCase || !lower.startsWith(word + "1")) {
      return null;
    }
    int[] values = values(lower.substring(word.length() + 1));
    if (values == null || values.length < CHECKSUM || checksum(word, values) != 1) {
      return null;
    }
    return bytes(values, values.length - CHECKSUM);
  }

  private static int @Nullable [] values(String digits) {
    int[] values = new int[digits.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = DIGITS.indexOf(digits.charAt(i));
      if (values[i] < 0) {
        return null;
      }
    }
    return values;
  }

  private static int checksum(String word, int[] values) {
    int sum = 1;
    for (int i = 0; i < word.length(); i++) {
      sum = step(sum, word.charAt(i) >> 5);
    }
    sum = step(sum, 0);
    for (int i = 0; i < word.length(); i++) {
      sum = step(sum, word.charAt(i) & 31);
    }
    for (int value : values) {
      sum = step(sum, value);
    }
    return sum;
  }

  private static int step(int sum, int value) {
    int top = sum >>> 25;
    int next = (sum & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      if ((top >> i & 1) == 1) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }

  private static byte @Nullable [] bytes(int[] values, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      kept = (kept << 5 | values[i]) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(kept >> bits);
      }
    }
    boolean padded = bits < 5 && (kept & (1 << bits) - 1) == 0;
    return padded ? out.toByteArray() : null;
  }
}
