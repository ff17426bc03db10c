package jigi.base.config;

import java.util.Map;

/**
 * One system's manual, read whole and without errors. Immutable.
 *
 * @param system the system's key, unique among the loaded manuals
 */
public record Manual(
    String system, ManualSource source, String hash, Map<ManualPart<?>, Object> parts) {
  public Manual {
    parts = Map.copyOf(parts);
  }

  @SuppressWarnings("unchecked")
  public <T> T part(ManualPart<T> part) {
    Object value = parts.get(part);
    if (value == null) {
      throw new IllegalStateException("not a registered part: " + part.getClass());
    }
    return (T) value;
  }
}
