package jigi.operate.runbook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.config.ObjectShape;
import jigi.base.config.Reference;

/** The part of the reference page that tells how runbooks are written. */
public final class RunbookReference {
  private static final Map<String, String> ROLES = roles();
  private static final Map<String, String> ATTRIBUTES = attributes();
  private static final Map<String, String> PAGES =
      Map.of(
          "sh",
          "sh",
          "bash",
          "sh",
          "approve",
          "approve",
          "wait",
          "wait",
          "condition",
          "condition",
          "call",
          "call");

  private final Languages languages = new Languages(List.of());

  private RunbookReference() {}

  /** In Markdown, from the tables that runbooks are read by. */
  public static String write() {
    RunbookReference reference = new RunbookReference();
    return "## runbooks/*.md\n\nBetween two lines `---` at the top of the file:\n\n"
        + Reference.write(FrontMatter.SHAPE.fields())
        + "\n### Blocks\n\n"
        + "A fenced block is a step when a role word stands behind its language, or when its"
        + " language is one of Jigi's own. Every other block is text.\n\n"
        + reference.languageTable()
        + "\n### Role words\n\n| word | the block |\n|---|---|\n"
        + rows(ROLES)
        + "\n### Attributes\n\n"
        + "Written as `name=value` behind the role word; a value with blanks in double quotes.\n\n"
        + "| attribute | on blocks | meaning |\n|---|---|---|\n"
        + reference.attributeRows();
  }

  private String languageTable() {
    StringBuilder out = new StringBuilder("| language | attributes | more |\n|---|---|---|\n");
    for (String language : languages.executable()) {
      String page = PAGES.get(language);
      String where =
          page == null
              ? ""
              : "["
                  + page
                  + ".md](../app/src/main/java/"
                  + ObjectShape.pageBeside(jigi.base.run.StepKinds.class, page)
                  + ")";
      out.append("| `").append(language).append("` | ");
      out.append(code(languages.attributes(language, false))).append(" | ").append(where);
      out.append(" |\n");
    }
    out.append("| `verify`, `undo`, `probe` behind `run` | ");
    out.append(code(languages.attributes("sh", true))).append(" | |\n");
    return out.toString();
  }

  private String attributeRows() {
    StringBuilder out = new StringBuilder();
    ATTRIBUTES.forEach(
        (name, meaning) -> {
          Set<String> on =
              languages.executable().stream()
                  .filter(language -> languages.attributes(language, false).contains(name))
                  .collect(Collectors.toCollection(TreeSet::new));
          out.append("| `").append(name).append("` | ").append(code(on));
          out.append(" | ").append(meaning).append(" |\n");
        });
    return out.toString();
  }

  /** Every attribute that some block knows; for the test that none is left out. */
  static Set<String> known() {
    RunbookReference reference = new RunbookReference();
    Set<String> all = new TreeSet<>();
    for (String language : reference.languages.executable()) {
      all.addAll(reference.languages.attributes(language, false));
      all.addAll(reference.languages.attributes(language, true));
    }
    return all;
  }

  static Set<String> described() {
    return ATTRIBUTES.keySet();
  }

  static Set<String> describedRoles() {
    return ROLES.keySet();
  }

  private static String code(Set<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(" "));
  }

  private static String rows(Map<String, String> table) {
    return table.entrySet().stream()
        .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |\n")
        .collect(Collectors.joining());
  }

  private static Map<String, String> roles() {
    Map<String, String> roles = new LinkedHashMap<>();
    roles.put("look", "changes nothing; it may run again and unattended");
    roles.put("run", "acts");
    roles.put("verify", "directly behind a `run`: is the effect there? it may not act");
    roles.put("undo", "directly behind a `run`: takes the effect back when the step has failed");
    roles.put("probe", "directly behind a `run`: tells after a crash whether the effect is there");
    return roles;
  }

  private static Map<String, String> attributes() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("on", "the host, one of `hosts` or `local`; `each` for the host of that name");
    all.put("as", "the account, when Jigi itself is root; default `nobody`");
    all.put("timeout", "how long one attempt may take");
    all.put("retry", "further attempts after a failed one, up to 99");
    all.put("backoff", "pause before the first further attempt, which doubles");
    all.put("group", "steps of one group run side by side");
    all.put(
        "each", "values with commas between: one step of each, which finds its value in `$EACH`");
    all.put("max", "how many steps of a group run at a time");
    all.put("when", "`failed(step)`: only if that earlier step, by title or number, failed");
    all.put("by", "who may approve");
    all.put("count", "how many different people have to approve, default 1");
    all.put("runbook", "the runbook that is called");
    all.put("expires", "how long the question stands, default 1h");
    all.put("for", "how long to wait");
    all.put("until", "the condition that must hold");
    return all;
  }
}
