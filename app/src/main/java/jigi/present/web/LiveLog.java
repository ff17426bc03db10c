package jigi.present.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import jigi.present.api.view.LogPart;

/** Sends an attempt's output as it grows; every piece carries the offset to go on from. */
final class LiveLog {
  private static final long LOOK_MILLIS = 400;
  private static final int LOOKS_PER_BEAT = 25;

  private final LongFunction<LogPart> read;
  private long offset;

  LiveLog(LongFunction<LogPart> read, long offset) {
    this.read = read;
    this.offset = offset;
  }

  void write(OutputStream out) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int idle = 0;
    boolean complete = false;
    while (!complete) {
      LogPart part = read.apply(offset);
      if (!part.text().isEmpty()) {
        offset = part.next();
        LivePages.send(out, "id: " + offset + "\nevent: lines\n" + data(part.text()) + "\n");
        idle = 0;
      }
      complete = part.complete();
      if (!complete && part.text().isEmpty()) {
        idle++;
        if (idle % LOOKS_PER_BEAT == 0) {
          LivePages.send(out, ": still here\n\n");
        }
        never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    LivePages.send(out, "event: end\ndata: 1\n\n");
  }

  static String data(String text) {
    StringBuilder data = new StringBuilder();
    for (String line : text.replace("\r", "").split("\n", -1)) {
      data.append("data: ").append(line).append('\n');
    }
    return data.toString();
  }
}
