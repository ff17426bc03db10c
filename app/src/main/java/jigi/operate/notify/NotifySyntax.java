package jigi.operate.notify;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.StepPart;
import jigi.base.run.StepReference;
import jigi.base.run.StepSyntax;

/** {@code ```notify to=kim,ops by=mail}, with the text below; its first line is the title. */
public class NotifySyntax implements StepSyntax {
  static final String TO = "to";
  static final String BY = "by";
  private static final Pattern NAME =
      Pattern.compile("\\$(?:\\{([A-Z][A-Z0-9_]*)}|([A-Z][A-Z0-9_]*))");

  @Override
  public final String language() {
    return "notify";
  }

  @Override
  public final Set<String> attributes() {
    return Set.of(TO, BY);
  }

  @Override
  public final Map<String, StepReference> references() {
    return Map.of(TO, StepReference.RECIPIENT, BY, StepReference.CHANNEL);
  }

  @Override
  public final Class<?> beside() {
    return NotifySyntax.class;
  }

  @Override
  public final Map<String, Integer> parameters(StepPart part) {
    Map<String, Integer> all = new TreeMap<>();
    int line = 0;
    for (String text : part.source().lines().toList()) {
      Matcher matcher = NAME.matcher(text);
      while (matcher.find()) {
        all.putIfAbsent(name(matcher), line);
      }
      line++;
    }
    return all;
  }

  private static String name(Matcher matcher) {
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  @Override
  public final void check(StepPart part, Place place, Problems problems) {
    if (part.source().isBlank()) {
      problems.error(place, "empty-block", "the block says nothing", "write what is to be told");
    }
  }

  /** The text with the values of parameters. */
  static String filled(String text, Map<String, String> values) {
    Matcher matcher = NAME.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = values.getOrDefault(name(matcher), matcher.group());
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }
}
