package jigi.base.connect.wire.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Headers as HTTP/2 compresses them (RFC 7541): read as they come, written plainly. */
final class Hpack {
  private static final int MOST = 200;

  /** What both sides keep unless one of them says otherwise. */
  private static final int TABLE_BYTES = 4096;

  private static final int ENTRY_BYTES = 32;
  private static final int MORE = 0x80;
  private static final int LARGEST = 1 << 20;

  /** Appendix A: names, with a value behind the sign. */
  private static final List<Header> FIXED =
      Arrays.stream(
              """
              :authority :method=GET :method=POST :path=/ :path=/index.html :scheme=http :scheme=https
              :status=200 :status=204 :status=206 :status=304 :status=400 :status=404 :status=500
              accept-charset accept-encoding=gzip,_deflate accept-language accept-ranges accept
              access-control-allow-origin age allow authorization cache-control content-disposition
              content-encoding content-language content-length content-location content-range
              content-type cookie date etag expect expires from host if-match if-modified-since
              if-none-match if-range if-unmodified-since last-modified link location max-forwards
              proxy-authenticate proxy-authorization range referer refresh retry-after server
              set-cookie strict-transport-security transfer-encoding user-agent vary via
              www-authenticate
              """
                  .strip()
                  .split("\\s+"))
          .map(Hpack::fixed)
          .toList();

  /** One header; names are in lower case. */
  record Header(String name, String value) {
    int bytes() {
      return ENTRY_BYTES + utf8(name).length + utf8(value).length;
    }
  }

  private final Deque<Header> kept = new ArrayDeque<>();
  private int limit = TABLE_BYTES;
  private int used;
  private byte[] block = new byte[0];
  private int at;

  private static Header fixed(String word) {
    String[] parts = word.split("=", 2);
    return new Header(parts[0], parts.length == 1 ? "" : parts[1].replace('_', ' '));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Each as a literal that nobody is to keep. */
  static byte[] encode(Iterable<Map.Entry<String, String>> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map.Entry<String, String> header : headers) {
      out.write(0);
      text(out, header.getKey());
      text(out, header.getValue());
    }
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = utf8(text);
    int rest = bytes.length;
    if (rest < 0x7f) {
      out.write(rest);
    } else {
      out.write(0x7f);
      rest -= 0x7f;
      while (rest >= MORE) {
        out.write(rest & 0x7f | MORE);
        rest >>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /** A whole block, in order. */
  List<Header> decode(byte[] bytes) throws BrokenHeaders {
    block = bytes;
    at = 0;
    List<Header> all = new ArrayList<>();
    while (at < block.length) {
      int kind = block[at] & 0xff;
      if (kind >= 0x80) {
        all.add(entry(number(7)));
      } else if (kind >= 0x40) {
        Header header = literal(6);
        all.add(header);
        keep(header);
      } else if (kind >= 0x20) {
        resize(number(5));
      } else {
        all.add(literal(4));
      }
      if (all.size() > MOST) {
        throw new BrokenHeaders("more than " + MOST + " headers");
      }
    }
    return all;
  }

  private Header entry(int index) throws BrokenHeaders {
    if (index < 1 || index > FIXED.size() + kept.size()) {
      throw new BrokenHeaders("an entry that there is not (" + index + ")");
    }
    return index <= FIXED.size()
        ? FIXED.get(index - 1)
        : kept.stream().skip(index - FIXED.size() - 1L).findFirst().orElseThrow();
  }

  private Header literal(int bits) throws BrokenHeaders {
    int name = number(bits);
    return new Header(name == 0 ? text() : entry(name).name(), text());
  }

  private void keep(Header header) {
    kept.addFirst(header);
    used += header.bytes();
    evict();
  }

  private void resize(int wanted) throws BrokenHeaders {
    if (wanted > TABLE_BYTES) {
      throw new BrokenHeaders("a table of " + wanted + " bytes");
    }
    limit = wanted;
    evict();
  }

  private void evict() {
    while (used > limit) {
      used -= kept.removeLast().bytes();
    }
  }

  private int next() throws BrokenHeaders {
    if (at == block.length) {
      throw new BrokenHeaders("headers that break off");
    }
    return block[at++] & 0xff;
  }

  /** With the first bits in a byte that says something else in front of them (section 5.1). */
  private int number(int bits) throws BrokenHeaders {
    int most = (1 << bits) - 1;
    int value = next() & most;
    if (value < most) {
      return value;
    }
    for (int shift = 0; ; shift += 7) {
      int more = next();
      value += (more & 0x7f) << shift;
      if (value > LARGEST || shift > 14) {
        throw new BrokenHeaders("a number beyond all bounds");
      }
      if (more < MORE) {
        return value;
      }
    }
  }

  private String text() throws BrokenHeaders {
    boolean coded = at < block.length && (block[at] & MORE) != 0;
    int length = number(7);
    if (length > block.length - at) {
      throw new BrokenHeaders("headers that break off");
    }
    byte[] bytes = Arrays.copyOfRange(block, at, at + length);
    at += length;
    return new String(coded ? Huffman.decode(bytes) : bytes, StandardCharsets.UTF_8);
  }
}
