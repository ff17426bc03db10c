package jigi.present.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import jigi.base.kernel.Json;
import jigi.detect.inventory.Bytes;
import jigi.present.api.view.RunOutput;

/** Sends an attempt's output as it grows; every piece carries the offset to go on from. */
final class LiveLog {
  private static final long LOOK_MILLIS = 400;
  private static final int LOOKS_PER_BEAT = 25;

  private final LongFunction<RunOutput> read;
  private final Screen screen;
  private long offset;

  LiveLog(LongFunction<RunOutput> read, Screen screen, long offset) {
    this.read = read;
    this.screen = screen;
    this.offset = offset;
  }

  void write(OutputStream out) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int idle = 0;
    boolean complete = false;
    while (!complete) {
      RunOutput part = read.apply(offset);
      if (!part.lines().isEmpty()) {
        offset = part.next();
        String rows = Json.write(rows(part));
        LivePages.send(out, "id: " + offset + "\nevent: output\ndata: " + rows + "\n\n");
        idle = 0;
      }
      complete = part.complete();
      if (!complete && part.lines().isEmpty()) {
        idle++;
        if (idle % LOOKS_PER_BEAT == 0) {
          LivePages.send(out, ": still here\n\n");
        }
        never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    LivePages.send(out, "event: end\ndata: 1\n\n");
  }

  /** As the page's script takes them: {@code gap}, or offset, time, text, error and cut. */
  private List<Map<String, Object>> rows(RunOutput part) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (part.skipped() > 0) {
      rows.add(Map.of("gap", screen.t("web.run.log.gap", "n", Bytes.format(part.skipped()))));
    }
    for (RunOutput.Line line : part.lines()) {
      rows.add(
          Map.of(
              "offset",
              line.offset(),
              "time",
              screen.clock(line.at()),
              "text",
              line.text(),
              "error",
              line.error(),
              "cut",
              line.cut()));
    }
    return rows;
  }

  static String data(String text) {
    StringBuilder data = new StringBuilder();
    for (String line : text.replace("\r", "").split("\n", -1)) {
      data.append("data: ").append(line).append('\n');
    }
    return data.toString();
  }
}
