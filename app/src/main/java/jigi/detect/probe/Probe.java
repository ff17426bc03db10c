package jigi.detect.probe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a component.
 *
 * @param host the component's host, a label of its samples
 * @param folder the manual's
 */
public record Probe(ProbeKey key, @Nullable String host, ProbeSpec spec, Path folder) {
  /** True when nothing changed that would make a difference to what it does. */
  boolean sameAs(Probe other) {
    return key.equals(other.key)
        && java.util.Objects.equals(host, other.host)
        && folder.equals(other.folder)
        && spec.definition().equals(other.spec.definition());
  }
}
