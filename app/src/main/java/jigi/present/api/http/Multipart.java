package jigi.present.api.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form with files, already read into memory: the listener has limited its size.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("[; ]filename=\"([^\"]*)\"");
  private static final int MOST_PARTS = 100;

  private final Map<String, List<String>> fields = new LinkedHashMap<>();
  private final Map<String, Upload> files = new LinkedHashMap<>();
  private final byte[] body;
  private final byte[] mark;

  private Multipart(byte[] body, String boundary) {
    this.body = body;
    this.mark = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * @param type the header Content-Type
   * @throws Problem 400 when it is not well formed
   */
  static Multipart read(String type, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.find()) {
      throw bad("it names no boundary");
    }
    String word = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    Multipart form = new Multipart(body, word);
    form.parts();
    return form;
  }

  Map<String, List<String>> fields() {
    return fields;
  }

  @Nullable Upload file(String name) {
    return files.get(name);
  }

  private void parts() {
    int at = find(mark, 0);
    for (int part = 0; at >= 0; part++) {
      int from = at + mark.length;
      if (from + 1 < body.length && body[from] == '-' && body[from + 1] == '-') {
        return;
      }
      int next = find(mark, from);
      if (next < 0 || part == MOST_PARTS) {
        throw bad(next < 0 ? "its last part has no end" : "it has too many parts");
      }
      part(from + 2, next - 2);
      at = next;
    }
    throw bad("it has no parts");
  }

  private void part(int from, int to) {
    int head = find("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), from);
    if (head < 0 || head > to) {
      throw bad("a part has no head");
    }
    String headers = new String(body, from, head - from, StandardCharsets.UTF_8);
    Matcher name = NAME.matcher(headers);
    if (!name.find()) {
      throw bad("a part has no name");
    }
    int begin = head + 4;
    byte[] content = java.util.Arrays.copyOfRange(body, begin, Math.max(begin, to));
    Matcher file = FILE.matcher(headers);
    if (file.find()) {
      files.put(name.group(1), new Upload(file.group(1), content));
    } else {
      fields
          .computeIfAbsent(name.group(1), n -> new ArrayList<>())
          .add(new String(content, StandardCharsets.UTF_8));
    }
  }

  private int find(byte[] wanted, int from) {
    for (int i = from; i <= body.length - wanted.length; i++) {
      int k = 0;
      while (k < wanted.length && body[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return i;
      }
    }
    return -1;
  }

  private static Problem bad(String what) {
    return Problem.bad("bad-form", "the form cannot be read: " + what, "send it again");
  }
}
