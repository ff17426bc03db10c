package jigi.metrics.storage;

import java.util.function.UnaryOperator;
import jigi.metrics.model.Labels;

/** Label sets as bytes, leaving out what stands at the same place in the set before. */
final class LabelsCode {
  private static final int SAME_NAME = 1;
  private static final int SAME_VALUE = 2;
  private static final int MAX_LABELS = 10_000;

  private LabelsCode() {}

  static void write(Labels labels, Labels previous, ByteSink out) {
    out.putVarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      boolean sameName = i < previous.size() && labels.name(i).equals(previous.name(i));
      boolean sameValue = i < previous.size() && labels.value(i).equals(previous.value(i));
      out.putByte((sameName ? SAME_NAME : 0) | (sameValue ? SAME_VALUE : 0));
      if (!sameName) {
        out.putString(labels.name(i));
      }
      if (!sameValue) {
        out.putString(labels.value(i));
      }
    }
  }

  /**
   * @param intern makes equal strings the same object
   */
  static Labels read(ByteSource in, Labels previous, UnaryOperator<String> intern) {
    int count = in.getCount(MAX_LABELS);
    String[] pairs = new String[count * 2];
    for (int i = 0; i < count; i++) {
      int flags = in.getByte();
      if (flags != 0 && i >= previous.size()) {
        throw new CorruptDataException("labels refer to labels that are not there");
      }
      pairs[2 * i] = (flags & SAME_NAME) != 0 ? previous.name(i) : intern.apply(in.getString());
      pairs[2 * i + 1] =
          (flags & SAME_VALUE) != 0 ? previous.value(i) : intern.apply(in.getString());
    }
    return Labels.of(pairs);
  }
}
