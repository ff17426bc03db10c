package jigi.detect.probe.tags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jigi.base.config.EnvLine;
import jigi.base.config.Secret;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.docker.DockerReply;
import jigi.base.connect.docker.DockerSession;
import jigi.base.connect.docker.Wanted;
import jigi.base.connect.registry.ImageName;
import jigi.base.connect.registry.RegistryConnection;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.kernel.UserError;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.DockerCheck;
import jigi.detect.probe.Measured;
import jigi.detect.probe.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The check of {@link TagsKind}. Of the file only the lines of these variables are read, so that
 * its secrets stay where they are.
 */
record TagsCheck(
    String connection, String env, Map<String, List<Wanted>> variables, @Nullable String registry)
    implements DockerCheck {
  /** What a tag may be called (OCI distribution specification 1.1, "Pulling manifests"). */
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /** A container that runs, and what it was made from. */
  private record Running(String name, ImageName image) {}

  @Override
  public Map<String, Class<? extends Connection>> connections() {
    Map<String, Class<? extends Connection>> all = new HashMap<>();
    all.put(connection, DockerConnection.class);
    if (registry != null) {
      all.put(registry, RegistryConnection.class);
    }
    return all;
  }

  @Override
  public Observation look(DockerSession session, CheckContext context)
      throws WireException, InterruptedException {
    Measured measured = new Measured();
    Map<String, String> tags = tags(context, measured);
    if (tags != null) {
      for (Map.Entry<String, List<Wanted>> each : variables.entrySet()) {
        String variable = each.getKey();
        String tag = tag(variable, tags.get(variable), measured);
        if (tag != null) {
          List<Running> running = running(session, each.getValue());
          runs(variable, tag, running, measured);
          exists(variable, tag, running, context, measured);
        }
      }
    }
    return measured.judge(List.of(), context);
  }

  /** The variables that the file has; null after saying why they are not known. */
  private @Nullable Map<String, String> tags(CheckContext context, Measured measured)
      throws InterruptedException {
    String lines = "^[[:space:]]*(export[[:space:]]+)?(" + String.join("|", names()) + ")=";
    try {
      Captured found =
          context.capture("root", List.of("grep", "-E", "-e", lines, "--", env), Map.of());
      if (found.code() <= 1 && !found.timedOut() && !found.truncated()) {
        return EnvLine.values(found.stdout());
      }
      if (found.stderr().contains("No such file or directory")) {
        measured.fault("there is no file " + env);
      } else {
        measured.doubt(env + " cannot be read: " + found.stderr().strip());
      }
    } catch (UserError e) {
      measured.doubt(e.fact());
    }
    return null;
  }

  private List<String> names() {
    return List.copyOf(new TreeMap<>(variables).keySet());
  }

  /** What is no tag is not repeated: it may be a secret in the wrong place. */
  private @Nullable String tag(String variable, @Nullable String value, Measured measured) {
    if (value == null || value.isEmpty()) {
      measured.fault(env + " names no " + variable);
    } else if (!TAG.matcher(value).matches()) {
      measured.fault("what " + env + " has for " + variable + " is no tag");
    } else {
      return value;
    }
    measured.sample("image_tag_running", 0, "variable", variable);
    return null;
  }

  private static List<Running> running(DockerSession session, List<Wanted> wanted)
      throws WireException, InterruptedException {
    List<Running> all = new ArrayList<>();
    for (Wanted each : wanted) {
      for (String name : each.names(session)) {
        DockerReply reply = session.get("/containers/" + name + "/json");
        if (!reply.missing() && reply.json().path("State").path("Running").asBoolean()) {
          String image = reply.json().path("Config").path("Image").asText();
          all.add(new Running(name, ImageName.of(image)));
        }
      }
    }
    return all;
  }

  /** One that runs it is enough: of two colours one waits with what was before. */
  private static void runs(String variable, String tag, List<Running> running, Measured measured) {
    List<String> current =
        running.stream().filter(one -> one.image().tag().equals(tag)).map(Running::name).toList();
    List<String> others =
        running.stream()
            .filter(one -> !one.image().tag().equals(tag))
            .map(one -> one.name() + " runs " + one.image())
            .toList();
    measured.sample("image_tag_running", current.isEmpty() ? 0 : 1, "variable", variable);
    if (!current.isEmpty()) {
      measured.remark(variable + " " + tag + " runs: " + String.join(", ", current));
      others.forEach(measured::remark);
    } else {
      measured.fault(
          variable
              + " is "
              + tag
              + ", "
              + (others.isEmpty() ? "and nothing of it runs" : "but " + String.join(", ", others)));
    }
  }

  private void exists(
      String variable, String tag, List<Running> running, CheckContext context, Measured measured)
      throws InterruptedException {
    if (registry == null) {
      return;
    }
    if (running.isEmpty()) {
      measured.doubt("nothing runs that would say where images of " + variable + " lie");
      return;
    }
    ConnectionRegistry connections = context.tools().connections();
    String system = context.key().system();
    RegistryConnection to = connections.find(system, registry, RegistryConnection.class);
    ImageName image = running.getFirst().image();
    if (!to.has(image.repository())) {
      measured.fault(image + " lies in another registry than '" + registry + "'");
      return;
    }
    String repository = image.within(to.prefix());
    try {
      Deadline deadline = Deadline.in(context.timeout());
      boolean there =
          to.open(connections.opening(system, context.secrets()::read, deadline))
                  .digest(repository, tag)
              != null;
      measured.sample("image_tag_in_registry", there ? 1 : 0, "variable", variable);
      if (!there) {
        measured.fault("the registry '" + registry + "' has no " + repository + ":" + tag);
      }
    } catch (WireException e) {
      measured.doubt("the registry '" + registry + "' cannot be asked: " + e.evidence());
    } catch (Secret.Missing e) {
      measured.doubt(String.valueOf(e.getMessage()));
    }
  }
}
