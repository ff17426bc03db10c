package jigi.detect.probe;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/** A kind of probe: one slice of code, docs page and test, and one line in {@link ProbeKinds}. */
public interface ProbeKind {
  /** The key that names the kind in a manual. */
  String name();

  /** The kind's keys besides the common ones; the first one is named like the kind. */
  List<Field<?>> fields();

  /** The configured check; null after reporting why not. */
  @Nullable Check configure(Values values, Problems problems);

  /** Every metric that it may yield, without the common {@code probe_success} and duration. */
  List<SampleName> samples();

  /** The metrics that this probe yields beyond {@link #samples}: what the target offers. */
  default Offer offer(Values values) {
    return Offer.NOTHING;
  }

  /** True when {@link #samples} carry the target's labels and neither component nor probe. */
  default boolean samplesLackComponent() {
    return false;
  }

  /**
   * True when it looks at the component's host, by commands through {@link CheckContext#capture},
   * so that 'on' decides what it sees.
   */
  default boolean runsOnHost() {
    return false;
  }

  /**
   * Metrics that are named by the target.
   *
   * @param open true when any name may come
   * @param names the names that the manual declares
   */
  record Offer(boolean open, List<String> names) {
    public static final Offer NOTHING = new Offer(false, List.of());
  }
}
