package jigi.present.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jigi.base.kernel.UserError;
import jigi.present.api.view.WholeLog;

/** Sends a log's lines as they are written; every piece carries the mark to go on from. */
final class LiveTail {
  private static final long LOOK_MILLIS = 1000;

  private final Function<String, WholeLog> read;
  private String mark;

  /**
   * @param mark of what the reader has; empty for the last lines
   */
  LiveTail(Function<String, WholeLog> read, String mark) {
    this.read = read;
    this.mark = mark;
  }

  void write(OutputStream out) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      look(out);
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** A log that cannot be read just now may be there again at the next look. */
  private void look(OutputStream out) throws IOException {
    try {
      WholeLog found = read.apply(mark);
      mark = found.mark();
      if (found.skipped() > 0) {
        lines(out, "… " + found.skipped() + " …\n");
      }
      if (found.lines().isEmpty()) {
        LivePages.send(out, ": still here\n\n");
      } else {
        lines(out, String.join("\n", found.lines()) + "\n");
      }
    } catch (UserError e) {
      LivePages.send(out, ": " + e.code() + "\n\n");
    }
  }

  private void lines(OutputStream out, String text) throws IOException {
    LivePages.send(out, "id: " + mark + "\nevent: lines\n" + LiveLog.data(text) + "\n");
  }
}
