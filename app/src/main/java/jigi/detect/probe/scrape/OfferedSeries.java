package jigi.detect.probe.scrape;

import java.util.HashMap;
import java.util.Map;
import jigi.base.kernel.BytesCache;
import jigi.metrics.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * The series of one target by how the target writes them. They are the same at each scrape, so
 * their labels are made once. Not thread-safe.
 */
public final class OfferedSeries {
  /** More than twice what was offered last, and as many again, are series that came and went. */
  private static final int SPARE = 1_000;

  private final Naming naming;
  private final BytesCache<Labels> known = new BytesCache<>();
  private final Map<String, String> strings = new HashMap<>();

  /** Makes of what is offered what is stored. */
  public interface Naming {
    /**
     * {@link Labels#EMPTY} drops the series.
     *
     * @throws ExpositionParser.Bad to refuse the whole scrape
     */
    Labels name(Labels offered) throws ExpositionParser.Bad;
  }

  public OfferedSeries(Naming naming) {
    this.naming = naming;
  }

  @Nullable Labels find(byte[] text, int from, int to) {
    return known.find(text, from, to);
  }

  /** Names the series that was looked for last, and not found. */
  Labels keep(Labels offered) throws ExpositionParser.Bad {
    Labels named = naming.name(offered);
    String[] pairs = new String[named.size() * 2];
    for (int i = 0; i < named.size(); i++) {
      pairs[2 * i] = shared(named.name(i));
      pairs[2 * i + 1] = shared(named.value(i));
    }
    Labels kept = Labels.of(pairs);
    known.keep(kept);
    return kept;
  }

  private String shared(String text) {
    String before = strings.putIfAbsent(text, text);
    return before == null ? text : before;
  }

  /** To be told how many samples a scrape had, so that what is gone does not stay for ever. */
  void scraped(int samples) {
    if (known.size() > 2 * samples + SPARE) {
      known.clear();
      strings.clear();
    }
  }
}
