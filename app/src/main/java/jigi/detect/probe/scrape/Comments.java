package jigi.detect.probe.scrape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jigi.detect.probe.Families;

/** The comments of an exposition that tell the types, texts and units of metrics. */
final class Comments {
  private static final int MOST = 2_000;
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "gaugehistogram", "info", "stateset");

  private final Map<String, Families.Family> families = new LinkedHashMap<>();

  /** Takes a line that begins with {@code #}; a comment of people's own is passed over. */
  void read(String line) {
    boolean told =
        line.startsWith("# TYPE ") || line.startsWith("# HELP ") || line.startsWith("# UNIT ");
    if (!told) {
      return;
    }
    String[] words = BLANKS.split(line.substring(2).strip(), 3);
    if (words.length < 3 || (families.size() >= MOST && !families.containsKey(words[1]))) {
      return;
    }
    Families.Family before =
        families.getOrDefault(words[1], new Families.Family(words[1], "unknown", "", ""));
    families.put(words[1], told(before, words[0], words[2]));
  }

  List<Families.Family> families() {
    return List.copyOf(families.values());
  }

  private static Families.Family told(Families.Family before, String what, String text) {
    return switch (what) {
      case "TYPE" -> new Families.Family(before.name(), type(text), before.help(), before.unit());
      case "UNIT" -> new Families.Family(before.name(), before.type(), before.help(), text);
      default -> new Families.Family(before.name(), before.type(), plain(text), before.unit());
    };
  }

  private static String type(String text) {
    String type = text.toLowerCase(Locale.ROOT);
    return TYPES.contains(type) ? type : "unknown";
  }

  private static String plain(String help) {
    return help.replace("\\n", "\n").replace("\\\\", "\\");
  }
}
