package jigi.present.api.prometheus.write;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import jigi.metrics.EmbeddedMetricStore;
import jigi.metrics.MetricStore;
import jigi.present.api.http.Reply;

/** Whatever is sent to remote write is stored, or refused as the sender's fault. */
public final class WriteTarget {
  private static final long NOW = 1_700_000_000_000L;
  private static final int MOST_RUNS = 2_000;

  private static MetricStore store = EmbeddedMetricStore.inMemory();
  private static RemoteWrite write = target();
  private static int runs;

  private WriteTarget() {}

  private static RemoteWrite target() {
    return new RemoteWrite(store, () -> Set.of("shop"), () -> {});
  }

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    if (++runs % MOST_RUNS == 0) {
      store.close();
      store = EmbeddedMetricStore.inMemory();
      write = target();
    }
    boolean packed = data.consumeBoolean();
    byte[] body = data.consumeRemainingAsBytes();
    try {
      Reply reply = write.take(packed ? body : pack(body), "shop", NOW);
      if (!(reply instanceof Reply.Content content)
          || (content.status() != 204 && content.status() != 400)) {
        throw new IllegalStateException(reply.toString());
      }
    } catch (MalformedException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** As snappy, in literals, so that the message within is reached. */
  private static byte[] pack(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int rest = plain.length; ; rest >>>= 7) {
      out.write(rest < 128 ? rest : rest & 127 | 128);
      if (rest < 128) {
        break;
      }
    }
    for (int from = 0; from < plain.length; from += 1 << 16) {
      int length = Math.min(1 << 16, plain.length - from);
      out.write(61 << 2);
      out.write(length - 1);
      out.write(length - 1 >> 8);
      out.write(plain, from, length);
    }
    return out.toByteArray();
  }
}
