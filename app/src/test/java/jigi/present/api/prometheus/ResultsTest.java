package jigi.present.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jigi.base.kernel.Json;
import jigi.metrics.model.Labels;
import jigi.metrics.promql.QueryResult;
import jigi.present.api.http.Reply;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void aLargeAnswerIsTheSameWholeAndInPieces() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<QueryResult.Points> series = new ArrayList<>();
    for (int s = 0; s < 60; s++) {
      long[] times = new long[random.nextInt(2_000)];
      double[] values = new double[times.length];
      for (int i = 0; i < times.length; i++) {
        times[i] = 1_700_000_000_000L + i * 15_000L;
        values[i] = random.nextGaussian();
      }
      series.add(new QueryResult.Points(Labels.of("가", "값 \"" + s), times, values));
    }
    QueryResult.Matrix matrix = new QueryResult.Matrix(series, List.of());
    for (int limit : new int[] {0, 1, 50}) {
      Reply whole = Results.of(matrix, "x", limit, true);
      Reply pieces = Results.of(matrix, "x", limit, false);
      assertThat(pieces).isInstanceOf(Reply.Stream.class);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ((Reply.Stream) pieces).writer().write(out);
      String text = out.toString(StandardCharsets.UTF_8);
      assertThat(text)
          .as("seed %d", seed)
          .isEqualTo(new String(((Reply.Content) whole).body(), StandardCharsets.UTF_8));
      int size = Json.tree(text).at("/data/result").size();
      assertThat(size).isEqualTo(limit == 0 ? 60 : limit);
    }
  }
}
