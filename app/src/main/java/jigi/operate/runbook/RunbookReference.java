package jigi.operate.runbook;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jigi.base.config.ObjectShape;
import jigi.base.config.Reference;
import jigi.base.run.StepKinds;
import jigi.base.run.StepSyntax;

/** The part of the reference page that tells how runbooks are written. */
public final class RunbookReference {
  private static final Map<String, String> ROLES = roles();
  private static final Map<String, String> ATTRIBUTES = attributes();
  private static final Map<String, String> PAGES =
      Map.of("sh", "sh", "bash", "sh", "approve", "approve", "wait", "wait");

  private final Languages languages;

  private RunbookReference(Collection<? extends StepSyntax> kinds) {
    languages = new Languages(kinds);
  }

  /**
   * In Markdown, from the tables that runbooks are read by.
   *
   * @param kinds the languages besides sh, bash, approve, wait, condition and call
   */
  public static String write(Collection<? extends StepSyntax> kinds) {
    RunbookReference reference = new RunbookReference(kinds);
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
      StepSyntax kind = languages.kind(language);
      String page = PAGES.getOrDefault(language, language);
      Class<?> beside = kind == null ? StepKinds.class : kind.beside();
      String where =
          "[" + page + ".md](../app/src/main/java/" + ObjectShape.pageBeside(beside, page) + ")";
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
  static Set<String> known(Collection<? extends StepSyntax> kinds) {
    RunbookReference reference = new RunbookReference(kinds);
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
    all.put(
        "as", "the account, when Jigi itself is root; default `nobody`; in a container its user");
    all.put("container", "the container to execute in; `each` for the one of that name");
    all.put("docker", "the connection to the container's daemon, one of `connections`");
    all.put("timeout", "how long one attempt may take");
    all.put("retry", "further attempts after a failed one, up to 99");
    all.put("backoff", "pause before the first further attempt, which doubles");
    all.put("group", "steps of one group run side by side");
    all.put(
        "each", "values with commas between: one step of each, which finds its value in `$EACH`");
    all.put("max", "how many steps of a group run at a time");
    all.put("when", "`failed(step)`: only if that earlier step, by title or number, failed");
    all.put("by", "who may approve; of `notify` the channels");
    all.put("count", "how many different people have to approve, default 1");
    all.put("runbook", "the runbook that is called");
    all.put("expires", "how long the question stands, default 1h");
    all.put("deployment", "what is deployed, one of `deployments`");
    all.put("version", "of `deploy`: the version, or a parameter of the runbook");
    all.put("phase", "of `deploy`: one of its phases, `rehearse` or `rollback`; default `full`");
    all.put("scale", "of `deploy`: how many instances there are to be; `5`, `+2`, `-1`");
    all.put("skip-pull", "of `deploy`: `true` takes the image that is there");
    all.put("migration", "of `deploy`: what it does to the schema; `none`, `expand`, `contract`");
    all.put("for", "how long to wait");
    all.put("until", "the condition that must hold");
    all.put("connection", "one of `connections`");
    all.put("rows", "how many rows the last statement has to give or change: `1`, `\">= 1\"`, `0`");
    all.put("transaction", "`none` for statements that cannot run in one");
    all.put("scan", "counts the keys of that pattern");
    all.put("unlink", "removes the keys of that pattern, in small batches");
    all.put("at-most", "more keys than that are not removed, default 100000");
    all.put(
        "expect",
        "what the last answer has to be: `PONG`, `\"> 0\"`; of containers `running`, `healthy`"
            + " or `stopped`");
    all.put("allow", "commands that are refused otherwise, such as `FLUSHDB`");
    all.put("grace", "how long a container has to end by itself, default 10s");
    all.put("plan", "what is backed up, one of `plans`");
    all.put("to", "people, groups, or the people of a route: `critical`");
    return all;
  }
}
