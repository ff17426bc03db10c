package jigi.present.api.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.metric.scrape.Scene;
import jigi.detect.probe.Target;
import jigi.present.api.view.Scope;
import jigi.present.api.view.TargetsView;
import jigi.present.api.view.TargetsWanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetRoomTest {
  private static final TargetsWanted ALL = new TargetsWanted(null, "", false);

  @TempDir private Path folder;

  @Test
  void showsTheWorstFirstWithLabelsBeforeAndAfterAndWhatWasDropped() throws Exception {
    try (Scene scene = new Scene(folder);
        Target up = Target.start();
        Target down = Target.start()) {
      up.says("/metrics", 200, "a 1\n");
      down.says("/metrics", 500, "");
      scene.activate(
          """
          global: {scrape_interval: 5s, scrape_timeout: 5s}
          scrape_configs:
          - job_name: app
            static_configs:
            - targets: ['127.0.0.1:%d', '127.0.0.1:%d', 'old:1', 'older:1']
              labels: {rack: a}
            relabel_configs:
            - {action: drop, source_labels: [__address__], regex: 'old.*'}
            - {source_labels: [rack], target_label: place}
            keep_dropped_targets: 1
          """
              .formatted(up.port(), down.port()));
      TargetRoom room = new TargetRoom(scene.scraping, List::of);
      assertThat(room.find(Scope.all(), ALL).rows())
          .as("what was not scraped yet is not OK")
          .extracting(TargetsView.Row::status)
          .containsOnly(Status.UNKNOWN);
      scene.pass(Duration.ofSeconds(5));

      TargetsView all = room.find(Scope.all(), ALL);
      assertThat(all.counts()).isEqualTo(new TargetsView.Counts(2, 1, 2));
      TargetsView.Row worst = all.rows().getFirst();
      assertThat(worst.url()).isEqualTo("http://127.0.0.1:" + down.port() + "/metrics");
      assertThat(worst.status()).isEqualTo(Status.FAIL);
      assertThat(worst.error()).contains("500");
      assertThat(worst.scraped()).isNotNull();
      assertThat(worst.labels()).containsEntry("place", "a").containsEntry("system", "shop");
      assertThat(worst.discovered()).containsEntry("rack", "a").doesNotContainKey("place");
      assertThat(all.rows().getLast().status()).isEqualTo(Status.OK);
      assertThat(all.rows().getLast().error()).isEmpty();
      assertThat(all.dropped()).singleElement().extracting(TargetsView.Dropped::why).isEqualTo("");

      TargetsView bad = room.find(Scope.all(), new TargetsWanted("shop", "RACK=A", true));
      assertThat(bad.rows()).containsExactly(worst);
      assertThat(bad.dropped()).isEmpty();
      assertThat(room.find(Scope.all(), new TargetsWanted("shop", "rack=b", false)).rows())
          .isEmpty();
      assertThat(room.find(Scope.all(), new TargetsWanted("bank", "", false)).rows()).isEmpty();
      TargetsView stranger = room.find(system -> false, ALL);
      assertThat(stranger.rows()).isEmpty();
      assertThat(stranger.dropped()).isEmpty();
      assertThat(stranger.counts()).isEqualTo(new TargetsView.Counts(0, 0, 0));
    }
  }
}
