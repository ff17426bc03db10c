package jigi.present.web;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.present.api.Api;
import jigi.present.api.http.Listener;

/** All pages with sample data on a port of their own; run its main to look at them. */
final class Gallery implements AutoCloseable {
  final SampleGate gate = new SampleGate();
  final SampleDesk sample = new SampleDesk();
  final Listener server;
  final WebFront front;
  private final Timeline timeline = Timeline.standing(Samples.NOW);

  Gallery(int port) {
    Site site =
        new Site(
            sample.desk(),
            Messages.load(
                List.of(
                    "web",
                    "connection",
                    "evidence",
                    "backup",
                    "retention",
                    "runbook",
                    "deploy",
                    "report",
                    "target",
                    "incident")),
            timeline,
            new Troubles(),
            new Site.Defaults(Language.KO, ZoneId.of("Asia/Seoul")),
            "0.1.0");
    front =
        new WebFront(
            site, gate, Set.of(), Api.routes(sample.desk(), SamplePrometheus.routes(), "0.1.0"));
    server = new Listener("127.0.0.1", port, front, timeline);
  }

  @Override
  public void close() {
    front.close();
    server.close();
    timeline.close();
  }

  public static void main(String[] args) throws InterruptedException {
    try (Gallery gallery = new Gallery(Integer.parseInt(args[0]))) {
      gallery.sample.calm = args.length > 1 && args[1].equals("calm");
      gallery.sample.empty = args.length > 1 && args[1].equals("empty");
      System.out.println("http://127.0.0.1:" + gallery.server.port());
      Thread.currentThread().join();
    }
  }
}
