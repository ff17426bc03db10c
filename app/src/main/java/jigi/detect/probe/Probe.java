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
  /** The check itself, without what leads it to a host. */
  public Check bare() {
    return spec.check() instanceof OnHost there ? there.check() : spec.check();
  }

  /** The host behind SSH that it looks at; null for this machine. */
  public @Nullable String behind() {
    return spec.check() instanceof OnHost there ? there.host() : null;
  }

  /** True when nothing changed that would make a difference to what it does. */
  boolean sameAs(Probe other) {
    return key.equals(other.key)
        && java.util.Objects.equals(host, other.host)
        && folder.equals(other.folder)
        && spec.definition().equals(other.spec.definition());
  }
}
