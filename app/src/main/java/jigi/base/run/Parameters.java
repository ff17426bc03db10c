package jigi.base.run;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;

/** Checks the values that a run is started with. */
public final class Parameters {
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/@+][A-Za-z0-9._:/@+-]*");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final int LONGEST = 4096;

  /** Variables by which a value would become code. */
  private static final Set<String> REFUSED =
      Set.of(
          "PATH",
          "IFS",
          "ENV",
          "BASH_ENV",
          "SHELL",
          "SHELLOPTS",
          "BASHOPTS",
          "PS4",
          "HOME",
          "PWD",
          "CDPATH",
          "GLOBIGNORE",
          "PROMPT_COMMAND",
          "PERL5OPT",
          "PERL5LIB",
          "PYTHONPATH",
          "PYTHONSTARTUP",
          "PYTHONHOME",
          "RUBYOPT",
          "RUBYLIB",
          "NODE_OPTIONS",
          "JAVA_TOOL_OPTIONS",
          "_JAVA_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "EDITOR",
          "PAGER",
          "MAIL",
          "TERM",
          "LANG");

  private static final List<String> REFUSED_BEGINNINGS =
      List.of("LD_", "DYLD_", "BASH_FUNC", "GIT_", "SSH_", "JIGI_", "LC_", "GCONV_");

  private Parameters() {}

  /** Whether a parameter may have the name: an upper-case variable that no program obeys. */
  public static boolean nameAllowed(String name) {
    return NAME.matcher(name).matches()
        && !REFUSED.contains(name)
        && REFUSED_BEGINNINGS.stream().noneMatch(name::startsWith);
  }

  /**
   * The values with defaults filled in.
   *
   * @throws UserError {@code unknown-parameter}, {@code missing-parameter}, {@code bad-parameter}
   */
  public static Map<String, String> check(List<Parameter> declared, Map<String, String> given) {
    List<String> names = declared.stream().map(Parameter::name).toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new UserError(
            "unknown-parameter", "there is no parameter '" + name + "'", Nearest.hint(name, names));
      }
    }
    Map<String, String> values = new TreeMap<>();
    for (Parameter parameter : declared) {
      String value = given.getOrDefault(parameter.name(), parameter.otherwise());
      if (value == null) {
        throw new UserError(
            "missing-parameter",
            "the parameter '" + parameter.name() + "' has no value",
            "give one: " + parameter.name() + "=…");
      }
      values.put(parameter.name(), checked(parameter, value));
    }
    return values;
  }

  /**
   * @throws UserError {@code bad-parameter}
   */
  static String checked(Parameter parameter, String value) {
    if (value.length() > LONGEST || value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw bad(parameter, value, "use one line without control characters");
    }
    if (!matchesType(parameter, value)) {
      throw bad(parameter, value, "use " + described(parameter));
    }
    if (parameter.pattern() != null && !Pattern.matches(parameter.pattern(), value)) {
      throw bad(parameter, value, "it must match " + parameter.pattern());
    }
    return value;
  }

  private static boolean matchesType(Parameter parameter, String value) {
    return switch (parameter.type()) {
      case WORD, COMPONENT, HOST -> WORD.matches(value);
      case TEXT -> true;
      case INTEGER -> INTEGER.matches(value);
      case CHOICE -> parameter.choices().contains(value);
      case ADDRESS -> Addresses.is(value);
    };
  }

  private static String described(Parameter parameter) {
    return switch (parameter.type()) {
      case WORD -> "letters, digits and . _ : / @ + -";
      case COMPONENT -> "the name of a component";
      case HOST -> "the name of a host";
      case TEXT -> "one line of text";
      case INTEGER -> "a whole number";
      case CHOICE -> "one of " + String.join(", ", parameter.choices());
      case ADDRESS -> "an address such as 203.0.113.7 or 2001:db8::7";
    };
  }

  private static UserError bad(Parameter parameter, String value, String hint) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return new UserError(
        "bad-parameter",
        "not a value for '"
            + parameter.name()
            + "' ('"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "')",
        hint);
  }
}
