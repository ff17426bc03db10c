package jigi.operate.backup.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.wire.Http;
import jigi.operate.backup.store.PieceInput;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.s3.S3Client.Ask;
import org.jspecify.annotations.Nullable;

/** Reads an object piece by piece, so that a connection that is lost costs one piece. */
final class S3Input extends PieceInput {
  private static final int PIECE = 8 << 20;

  private final S3Client client;
  private final String key;
  private byte @Nullable [] fetched;
  private long next;
  private boolean last;
  private @Nullable String tag;

  /** Asks for the first piece at once. */
  S3Input(S3Client client, String key, long from) throws StoreException, InterruptedException {
    this.client = client;
    this.key = key;
    this.next = from;
    this.fetched = fetch();
  }

  @Override
  protected byte @Nullable [] next() throws IOException {
    byte[] first = fetched;
    if (first != null) {
      fetched = null;
      return first;
    }
    try {
      return last ? null : fetch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + key);
    }
  }

  private byte[] fetch() throws StoreException, InterruptedException {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Range", "bytes=" + next + "-" + (next + PIECE - 1));
    if (tag != null) {
      headers.put("If-Match", tag);
    }
    Ask ask = new Ask("GET", key, Map.of(), headers, new byte[0], PIECE + 1);
    Http.Response answer = client.ask(ask);
    return switch (answer.status()) {
      case 416 -> {
        last = true;
        yield new byte[0];
      }
      case 412 ->
          throw new StoreException(
              Kind.DAMAGED,
              key + " was replaced while it was read",
              "see who else writes into the bucket");
      case 200, 206 -> take(answer);
      default -> throw client.refused(ask, answer);
    };
  }

  private byte[] take(Http.Response answer) throws StoreException {
    String range = answer.header("content-range");
    if (range == null && (next > 0 || !answer.whole())) {
      throw new StoreException(
          Kind.REFUSED, key + ": the server does not give parts of an object", "use another one");
    }
    tag = answer.header("etag");
    next += answer.body().length;
    last = range == null || next >= Long.parseLong(range.substring(range.indexOf('/') + 1));
    return answer.body();
  }
}
