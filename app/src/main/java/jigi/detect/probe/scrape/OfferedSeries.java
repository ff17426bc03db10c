package jigi.detect.probe.scrape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.BytesCache;
import jigi.detect.probe.Families;
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
  private final OfferedOrder order = new OfferedOrder();
  private final OfferedComments comments = new OfferedComments();
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

  /** A scrape begins. */
  void begin() {
    order.begin();
    comments.begin();
  }

  /** A line of the scrape that begins with {@code #}. */
  void comment(byte[] text, int from, int to) {
    comments.add(text, from, to);
  }

  /** How many samples the last scrape had, as far as that is known. */
  int expected() {
    return order.size();
  }

  /** The series of the line that begins here if it is where it stood last time, else null. */
  @Nullable Labels next(byte[] text, int at) {
    return order.next(text, at);
  }

  /** Where the text of the series ends that {@link #next} gave. */
  int end() {
    return order.end();
  }

  @Nullable Labels find(byte[] text, int from, int to) {
    Labels found = known.find(text, from, to);
    if (found != null) {
      order.found(found, from, to);
    }
    return found;
  }

  /** Names the series that was looked for last, and not found; its text stands there. */
  Labels keep(Labels offered, int from, int to) throws ExpositionParser.Bad {
    Labels named = naming.name(offered);
    String[] pairs = new String[named.size() * 2];
    for (int i = 0; i < named.size(); i++) {
      pairs[2 * i] = shared(named.name(i));
      pairs[2 * i + 1] = shared(named.value(i));
    }
    Labels kept = Labels.of(pairs);
    known.keep(kept);
    order.found(kept, from, to);
    return kept;
  }

  private String shared(String text) {
    String before = strings.putIfAbsent(text, text);
    return before == null ? text : before;
  }

  /**
   * To be told what a whole scrape was, so that what is gone does not stay for ever.
   *
   * @return what its comments tell
   */
  List<Families.Family> scraped(byte[] text, int samples) {
    order.finish(text);
    if (known.size() > 2 * samples + SPARE) {
      known.clear();
      strings.clear();
    }
    return comments.finish(text);
  }
}
