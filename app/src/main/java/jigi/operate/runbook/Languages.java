package jigi.operate.runbook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jigi.base.run.CallSyntax;
import jigi.base.run.ConditionSyntax;
import jigi.base.run.StepSyntax;
import org.jspecify.annotations.Nullable;

/** Which words may stand behind a fence, and what attributes they know. */
final class Languages {
  static final Set<String> SHELLS = Set.of("sh", "bash");

  /** Attributes of every step. */
  private static final Set<String> STEP =
      Set.of("on", "timeout", "retry", "backoff", "group", "each", "max", "when");

  /** Attributes of a block that belongs to a step. */
  private static final Set<String> PART = Set.of("on", "timeout");

  /** Words of the format that this Jigi has no kind for. */
  private static final Set<String> RESERVED =
      Set.of("notify", "backup", "scale", "ban", "http", "sql", "redis");

  private final Map<String, StepSyntax> kinds = new TreeMap<>();

  Languages(Collection<? extends StepSyntax> kinds) {
    for (StepSyntax own : List.of(new ConditionSyntax(), new CallSyntax())) {
      this.kinds.put(own.language(), own);
    }
    kinds.forEach(kind -> this.kinds.put(kind.language(), kind));
  }

  @Nullable StepSyntax kind(String language) {
    return kinds.get(language);
  }

  boolean shell(String language) {
    return SHELLS.contains(language);
  }

  /** Steps without a role word: approve, wait, condition and whatever was registered. */
  boolean own(String language) {
    return language.equals("approve") || language.equals("wait") || kinds.containsKey(language);
  }

  /** Whether a role word makes a block of that language a step. */
  boolean roled(String language) {
    StepSyntax kind = kinds.get(language);
    return shell(language) || (kind != null && kind.roled());
  }

  boolean reserved(String language) {
    return RESERVED.contains(language) && !kinds.containsKey(language);
  }

  Set<String> attributes(String language, boolean part) {
    Set<String> all = new TreeSet<>(part ? PART : STEP);
    if (shell(language)) {
      all.addAll(Set.of("as", "container", "docker"));
    }
    if (language.equals("approve")) {
      return new TreeSet<>(Set.of("by", "count", "expires", "when"));
    }
    if (language.equals("call")) {
      return new TreeSet<>(Set.of("runbook", "when", "group", "each", "max"));
    }
    if (language.equals("wait")) {
      return new TreeSet<>(Set.of("for", "when"));
    }
    StepSyntax kind = kinds.get(language);
    if (kind != null) {
      if (!kind.references().isEmpty()) {
        all.remove("on"); // its connection or channel says where
      }
      all.addAll(kind.attributes());
    }
    return all;
  }

  Collection<StepSyntax> kinds() {
    return kinds.values();
  }

  Set<String> executable() {
    Set<String> all = new TreeSet<>(SHELLS);
    all.addAll(kinds.keySet());
    all.add("approve");
    all.add("wait");
    return all;
  }
}
