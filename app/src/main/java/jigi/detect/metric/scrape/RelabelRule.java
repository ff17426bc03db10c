package jigi.detect.metric.scrape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One entry of {@code relabel_configs} or {@code metric_relabel_configs}
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config).
 *
 * @param regex matches whole values
 * @param modulus of {@link Action#HASHMOD}; positive there
 */
record RelabelRule(
    Action action,
    List<String> sourceLabels,
    String separator,
    Pattern regex,
    Target target,
    long modulus) {
  /** What is done. */
  enum Action {
    REPLACE,
    KEEP,
    DROP,
    KEEPEQUAL,
    DROPEQUAL,
    HASHMOD,
    LABELMAP,
    LABELDROP,
    LABELKEEP,
    LOWERCASE,
    UPPERCASE
  }

  /**
   * What is written where.
   *
   * @param label empty where the action writes none
   */
  record Target(String label, String replacement) {}

  static final String ANYTHING = "(.*)";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";

  RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
  }

  /** Applies the rules in order; false once one of them drops the labels. */
  static boolean apply(List<RelabelRule> rules, Map<String, String> labels) {
    for (RelabelRule rule : rules) {
      if (!rule.apply(labels)) {
        return false;
      }
    }
    return true;
  }

  private boolean apply(Map<String, String> labels) {
    String value =
        sourceLabels.stream()
            .map(name -> labels.getOrDefault(name, ""))
            .collect(Collectors.joining(separator));
    switch (action) {
      case KEEP -> {
        return regex.matches(value);
      }
      case DROP -> {
        return !regex.matches(value);
      }
      case KEEPEQUAL -> {
        return labels.getOrDefault(target.label(), "").equals(value);
      }
      case DROPEQUAL -> {
        return !labels.getOrDefault(target.label(), "").equals(value);
      }
      case REPLACE -> replace(value, labels);
      case HASHMOD -> set(labels, target.label(), Long.toUnsignedString(hash(value)));
      case LOWERCASE -> set(labels, target.label(), value.toLowerCase(Locale.ROOT));
      case UPPERCASE -> set(labels, target.label(), value.toUpperCase(Locale.ROOT));
      case LABELMAP -> map(labels);
      case LABELDROP -> labels.keySet().removeIf(regex::matches);
      case LABELKEEP -> labels.keySet().removeIf(name -> !regex.matches(name));
    }
    return true;
  }

  private void replace(String value, Map<String, String> labels) {
    Matcher matcher = regex.matcher(value);
    if (!matcher.matches()) {
      return;
    }
    String name = expand(target.label(), matcher);
    if (name.matches(LABEL)) {
      set(labels, name, expand(target.replacement(), matcher));
    }
  }

  private void map(Map<String, String> labels) {
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              Matcher matcher = regex.matcher(name);
              if (matcher.matches()) {
                set(labels, expand(target.replacement(), matcher), value);
              }
            });
  }

  private static void set(Map<String, String> labels, String name, String value) {
    if (value.isEmpty()) {
      labels.remove(name);
    } else {
      labels.put(name, value);
    }
  }

  /** The last eight bytes of MD5, as Prometheus does, so that shards agree with its own. */
  private long hash(String value) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
      return Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(8), modulus);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * {@code $1}, {@code $name}, <code>${name}</code> and {@code $$} by the rules of Go's
   * Regexp.Expand: the longest name is taken, and one that the pattern lacks is empty.
   */
  static String expand(String template, Matcher matcher) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$' || at + 1 == template.length()) {
        out.append(c);
        at++;
        continue;
      }
      if (template.charAt(at + 1) == '$') {
        out.append('$');
        at += 2;
        continue;
      }
      boolean braced = template.charAt(at + 1) == '{';
      int from = at + (braced ? 2 : 1);
      int to = from;
      while (to < template.length() && isNamePart(template.charAt(to))) {
        to++;
      }
      boolean closed = !braced || (to < template.length() && template.charAt(to) == '}');
      if (to == from || !closed) {
        out.append('$');
        at++;
        continue;
      }
      out.append(group(template.substring(from, to), matcher));
      at = braced ? to + 1 : to;
    }
    return out.toString();
  }

  private static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private static String group(String name, Matcher matcher) {
    String found = null;
    if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      boolean there = name.length() < 5 && Integer.parseInt(name) <= matcher.groupCount();
      found = there ? matcher.group(Integer.parseInt(name)) : null;
    } else if (matcher.pattern().namedGroups().containsKey(name)) {
      found = matcher.group(name);
    }
    return found == null ? "" : found;
  }
}
