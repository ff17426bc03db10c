package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timeline;
import jigi.operate.deploy.machine.Release;
import jigi.operate.deploy.machine.Slot;

/**
 * Proves a switch by what the new colour itself has written: whatever the gateway says, a request
 * that was sent through it stands in that log.
 */
final class Arrival {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** What was answered stands in a log at once; daemons may take a while to show it. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Other people's requests may follow ours before the log is read. */
  private static final int LINES = 2000;

  private final Site site;
  private final Asking asking;
  private final Timeline timeline;

  Arrival(Site site, Asking asking, Timeline timeline) {
    this.site = site;
    this.asking = asking;
    this.timeline = timeline;
  }

  /**
   * Asks through the gateway until the log shows it.
   *
   * @return for the history
   * @throws DeployException {@code not-logged} when it does not within ten seconds
   */
  String await(Slot slot, Release release) throws DeployException, InterruptedException {
    Instant limit = timeline.instant().plus(LONGEST);
    URI through = Objects.requireNonNull(site.deployment().watch().through());
    // No two requests are alike, so that an earlier deployment's proves nothing.
    String mark = "jigi-" + Ids.next(timeline.instant());
    URI asked = marked(through, mark);
    while (true) {
      String fault = asking.fault(asked);
      if (site.runtime().lastWords(slot, release, LINES).contains(mark)) {
        return "a request through the gateway stands in the log of " + Receiving.name(slot);
      }
      if (timeline.instant().isAfter(limit)) {
        throw new DeployException(
            "not-logged",
            "the log of "
                + Receiving.name(slot)
                + " does not show "
                + asked.getRawPath()
                + "?"
                + asked.getRawQuery()
                + ", which was sent through the gateway"
                + (fault == null ? "" : ": " + fault));
      }
      timeline.sleep(PAUSE);
    }
  }

  private static URI marked(URI through, String mark) {
    String text = through.toString();
    String query = through.getRawQuery();
    String path = through.getRawPath();
    String rooted = path == null || path.isEmpty() ? text + "/" : text;
    return URI.create(query == null ? rooted + "?" + mark : text + "&" + mark);
  }
}
