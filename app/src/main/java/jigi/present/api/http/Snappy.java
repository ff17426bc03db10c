package jigi.present.api.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/** Lets bodies in snappy through as they are: the server would refuse what it cannot unpack. */
final class Snappy implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of("snappy");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "snappy";
  }

  @Override
  public String type() {
    return "snappy";
  }
}
