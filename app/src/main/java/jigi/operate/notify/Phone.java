package jigi.operate.notify;

import java.util.Map;
import java.util.regex.Pattern;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;

/** Telephone numbers in the international form of ITU-T E.164. */
public final class Phone {
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private Phone() {}

  /** {@code +82-10-1234-5678}, read as {@code +821012345678}. */
  public static Shape<String> shape() {
    return Shapes.scalar(
        "a telephone number",
        "+82-10-1234-5678, with the country's number",
        Map.of("type", "string"),
        text -> {
          String bare = text.replaceAll("[ ().-]", "");
          return NUMBER.matcher(bare).matches() ? bare : null;
        });
  }

  /** As it is dialled in Korea; numbers of other countries stay as they are. */
  public static String inKorea(String phone) {
    return phone.startsWith("+82") ? "0" + phone.substring("+82".length()) : phone;
  }
}
