package jigi.base.run;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The languages that a block may be written in. */
public final class StepKinds {
  /** Interpreters of scripts, executed as attempts that outlive Jigi. */
  private static final Map<String, String> SHELLS = Map.of("sh", "/bin/sh", "bash", "/bin/bash");

  /** Languages that the engine itself decides about. */
  private static final Set<String> BUILT_IN = Set.of("approve", "wait", "item");

  /** Languages that know what to do in a dry run: look, call, or tell what would happen. */
  static final Set<String> DRY = Set.of("call", "http", "sql", "redis", "docker", "notify");

  /** Languages of their own that change what runs or what is kept; a backup only adds to it. */
  static final Set<String> ACTING = Set.of("deploy", "restore", "prune");

  private final Map<String, StepKind> kinds = new TreeMap<>();

  public StepKinds(Collection<? extends StepKind> kinds) {
    for (StepKind kind : kinds) {
      if (this.kinds.put(kind.language(), kind) != null) {
        throw new IllegalStateException("two step kinds for '" + kind.language() + "'");
      }
    }
  }

  /** Null for a shell, for approve and wait, and for what nobody registered. */
  public @Nullable StepKind find(String language) {
    return kinds.get(language);
  }

  public boolean shell(String language) {
    return SHELLS.containsKey(language);
  }

  @Nullable String interpreter(String language) {
    return SHELLS.get(language);
  }

  /** Everything that may stand behind a fence, sorted. */
  public Set<String> languages() {
    Set<String> all = new TreeSet<>(kinds.keySet());
    all.addAll(SHELLS.keySet());
    all.addAll(BUILT_IN);
    return all;
  }
}
