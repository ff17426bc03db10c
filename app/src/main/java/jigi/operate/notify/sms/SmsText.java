package jigi.operate.notify.sms;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/** How much a short message holds, by the way in which it is written on its way. */
public final class SmsText {
  private static final Charset KOREAN = Charset.forName("EUC-KR");

  /** The alphabet of 3GPP TS 23.038, 6.2.1; those of its extension table take two places. */
  private static final String GSM =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
          + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final String GSM_EXTENDED = "^{}\\[~]|€";
  private static final int GSM_ALONE = 160;
  private static final int GSM_PART = 153;
  private static final int UCS_ALONE = 70;
  private static final int UCS_PART = 67;

  private SmsText() {}

  /**
   * At most so many bytes of EUC-KR (KS X 1001), in which Korean providers count: a syllable is
   * two. What it cannot write becomes a question mark.
   */
  public static String korean(String text, int bytes) {
    CharsetEncoder encoder = KOREAN.newEncoder();
    StringBuilder writable = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              String one = Character.toString(point);
              writable.append(encoder.canEncode(one) ? one : "?");
            });
    String whole = writable.toString();
    if (bytes(whole) <= bytes) {
      return whole;
    }
    int end = whole.length();
    while (bytes(whole.substring(0, end)) > bytes - 2) {
      end--;
    }
    return whole.substring(0, end) + "..";
  }

  static int bytes(String text) {
    return text.getBytes(KOREAN).length;
  }

  /**
   * At most so many parts as operators count them: 160 characters of the GSM alphabet or 70 others
   * alone, 153 or 67 in each of several.
   */
  public static String parts(String text, int parts) {
    if (isGsm(text)) {
      int longest = parts == 1 ? GSM_ALONE : parts * GSM_PART;
      int end = text.length();
      if (places(text) <= longest) {
        return text;
      }
      while (places(text.substring(0, end)) > longest - 2) {
        end--;
      }
      return text.substring(0, end) + "..";
    }
    int longest = parts == 1 ? UCS_ALONE : parts * UCS_PART;
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 2;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "..";
  }

  private static boolean isGsm(String text) {
    return text.chars().allMatch(c -> GSM.indexOf(c) >= 0 || GSM_EXTENDED.indexOf(c) >= 0);
  }

  private static int places(String text) {
    return text.length() + (int) text.chars().filter(c -> GSM_EXTENDED.indexOf(c) >= 0).count();
  }
}
