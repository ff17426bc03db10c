package jigi.metrics.promql;

import jigi.metrics.model.Labels;

/** A place between 0 and 1 for each label set, always the same, evenly spread. */
final class LabelHash {
  private LabelHash() {}

  static double fraction(Labels labels) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < labels.size(); i++) {
      hash = mix(mix(hash, labels.name(i)), labels.value(i));
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1p-53;
  }

  /** FNV-1a over the characters, closed by one that no text ends with. */
  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (mixed ^ 0x1ffff) * 0x100000001b3L;
  }
}
