package jigi.operate.deploy.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * {@code {github: {file: keys/ci}, ref: main, version: "sha-{short}", deploy: true}}.
 *
 * @param ref the branches and tags whose chains count; {@code *} stands for anything
 * @param workflow the one whose chains count; null for all
 * @param version made of what CI says
 * @param deploys whether a chain that passed is deployed
 */
public record CiSettings(
    Forge forge,
    Secret secret,
    String ref,
    @Nullable String workflow,
    String version,
    boolean deploys) {
  private static final int SHORT = 7;

  private static final Field<Secret> GITHUB =
      Field.required("github", Secret.shape(), "The secret of GitHub's webhook.");
  private static final Field<Secret> GITLAB =
      Field.required("gitlab", Secret.shape(), "The secret token of GitLab's webhook.");
  private static final Field<String> REF =
      Field.optional(
          "ref",
          Shapes.text(),
          "*",
          "The branch or the tags whose chains are shown, with * for anything.");
  private static final Field<String> WORKFLOW =
      Field.optional("workflow", Shapes.text(), "The name of the workflow; else all of them.");
  private static final Field<String> VERSION =
      Field.optional(
          "version",
          Shapes.text(),
          "{ref}",
          "The version that a chain makes; {ref}, {sha} and {short} are filled in.");
  private static final Field<Boolean> DEPLOY =
      Field.optional("deploy", Shapes.bool(), "false", "Whether a chain that passed is deployed.");

  /** One of the two, by the key that names it. */
  public static Shape<CiSettings> shape() {
    return new KindShape<>(
        "the webhook of a CI",
        Map.of("github", shape(GITHUB, new GitHub()), "gitlab", shape(GITLAB, new GitLab())));
  }

  private static Shape<CiSettings> shape(Field<Secret> secret, Forge forge) {
    List<Field<?>> all = new ArrayList<>(List.of(secret));
    all.addAll(List.of(REF, WORKFLOW, VERSION, DEPLOY));
    return ObjectShape.of(
        "a webhook of " + forge.key(), all, values -> of(values, forge, values.get(secret)));
  }

  private static CiSettings of(Values values, Forge forge, Secret secret) {
    return new CiSettings(
        forge,
        secret,
        values.get(REF),
        values.find(WORKFLOW),
        values.get(VERSION),
        values.get(DEPLOY));
  }

  /** Whether a chain is of concern here. */
  public boolean covers(Report.Whole chain) {
    return chain.own()
        && (workflow == null || workflow.equals(chain.workflow()))
        && com.google.re2j.Pattern.matches(
            "\\Q" + ref.replace("*", "\\E.*\\Q") + "\\E", chain.ref());
  }

  public String version(Report.Whole chain) {
    String sha = chain.sha();
    return version
        .replace("{ref}", chain.ref())
        .replace("{sha}", sha)
        .replace("{short}", sha.substring(0, Math.min(SHORT, sha.length())));
  }
}
