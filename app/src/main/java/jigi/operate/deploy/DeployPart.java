package jigi.operate.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.Names;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Host;
import jigi.base.connect.Hosts;
import jigi.base.connect.NamedConnections;
import jigi.base.connect.docker.DockerConnection;
import jigi.base.connect.http.HttpConnection;
import jigi.base.connect.registry.RegistryConnection;
import jigi.detect.metric.QueryCheck;
import jigi.operate.deploy.Mentioned.What;
import jigi.operate.deploy.ci.CiSettings;
import jigi.operate.deploy.dist.DistSettings;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.gate.Gates;
import jigi.operate.deploy.gateway.GatewayKinds;
import jigi.operate.deploy.gateway.GatewaySettings;
import jigi.operate.deploy.image.ImageSettings;
import jigi.operate.deploy.machine.Slot;
import jigi.operate.deploy.runtime.At;
import jigi.operate.deploy.runtime.RuntimeKinds;
import jigi.operate.deploy.runtime.RuntimeSettings;
import jigi.operate.deploy.scale.LoadRules;
import jigi.operate.deploy.scale.ScaleSettings;
import org.jspecify.annotations.Nullable;

/** Reads {@code deployments}. */
public final class DeployPart implements ManualPart<DeploySettings> {
  private static final Field<String> SYSTEM =
      Field.optional("system", Shapes.text(), "The system's key.");

  private static final Field<String> PATH =
      Field.optional("path", Shapes.text(), "/health", "Asked of each colour itself.");
  private static final Field<Integer> TIMES =
      Field.optional("times", Shapes.integer(1, 100), "3", "So many good answers in a row.");
  private static final Field<Duration> EVERY =
      Field.optional("every", Shapes.duration(), "500ms", "The pause between two.");
  private static final Field<Duration> WITHIN =
      Field.optional("within", Shapes.duration(), "60s", "How long a new colour may take.");

  private static final Field<String> TITLE =
      Field.optional("title", Shapes.text(), "What people call it.");
  private static final Field<RuntimeSettings> RUNTIME =
      Field.required(
          "runtime", RuntimeKinds.shape(), "What runs the two colours, or the instances.");
  static final Field<GatewaySettings> GATEWAY =
      Field.optional(
          "gateway",
          GatewayKinds.shape(),
          "What stands in front of them; instances may have none.");
  private static final Field<Deployment.Health> HEALTH =
      Field.optional("health", health(), "When a colour counts as healthy.");
  static final Field<URI> THROUGH =
      Field.optional(
          "through",
          Shapes.httpUrl(),
          "Asked through the gateway all the time while a deployment runs; failures are counted.");
  private static final Field<Duration> OBSERVE =
      Field.optional("observe", Shapes.duration(), "10s", "How long the new colour is watched.");
  private static final Field<Duration> DRAIN =
      Field.optional(
          "drain",
          Shapes.duration(),
          "60s",
          "How long a colour that receives nothing new may take to end what it has.");
  static final Field<Boolean> LOGGED =
      Field.optional(
          "logged",
          Shapes.bool(),
          "false",
          "Whether, after the switch, the new colour's own log must show a request that was sent"
              + " by 'through' with a mark in its query.");
  private static final Field<String> STATE =
      Field.optional(
          "state",
          Shapes.text(),
          "deploy-state.json",
          "The file that holds the live colour, relative to the folder or absolute.");
  private static final Field<String> ON =
      Field.optional(
          "on",
          Shapes.text(),
          "The host of 'hosts' whose folder and variables hold: this machine. Without it relative"
              + " paths begin with the manual's folder.");
  private static final Field<EnvSettings> ENV =
      Field.optional("env", EnvSettings.shape(), "Env files that hold versions and switches.");
  static final Field<DistSettings> DIST =
      Field.optional("dist", DistSettings.shape(), "Files of a frontend that change with it.");
  private static final Field<CiSettings> CI =
      Field.optional("ci", CiSettings.shape(), "The CI whose webhooks tell of new versions.");

  private static final Field<List<ImageSettings>> IMAGES =
      Field.optional(
          "images",
          Shapes.listOf(ImageSettings.shape()),
          "The images of a version in their registries: looked up before anything begins.");

  static final Field<ScaleSettings> SCALE =
      Field.optional(
          "scale",
          ScaleSettings.shape(),
          "How many of 'instances' run; absent: all of them, always.");

  static final Field<Integer> BATCH =
      Field.optional(
          "batch",
          Shapes.integer(1, 1000),
          "1",
          "How many of 'instances' are replaced at a time: fewer than there are.");

  private static final List<Field<?>> FIELDS = all();

  private static final Field<Map<String, Values>> DEPLOYMENTS =
      Field.optional(
          "deployments",
          Shapes.mapOf(deployment()),
          "How new versions take the place of old ones.");

  private final Function<ManualReading, NamedConnections> connections;
  private final Function<ManualReading, Mentioned> mentioned;

  /**
   * @param connections the connections that a manual names
   * @param mentioned the names of its other parts
   */
  public DeployPart(
      Function<ManualReading, NamedConnections> connections,
      Function<ManualReading, Mentioned> mentioned) {
    this.connections = connections;
    this.mentioned = mentioned;
  }

  private static Shape<Deployment.Health> health() {
    return ObjectShape.of(
        "a health check",
        List.of(PATH, TIMES, EVERY, WITHIN),
        v -> new Deployment.Health(v.get(PATH), v.get(TIMES), v.get(EVERY), v.get(WITHIN)));
  }

  private static List<Field<?>> all() {
    List<Field<?>> all =
        new ArrayList<>(
            List.of(
                TITLE, RUNTIME, GATEWAY, HEALTH, THROUGH, LOGGED, OBSERVE, DRAIN, STATE, ON, ENV,
                DIST, CI, IMAGES, SCALE, BATCH));
    all.addAll(Demands.fields());
    return all;
  }

  private static Shape<Values> deployment() {
    return ObjectShape.of("a deployment", FIELDS, values -> values);
  }

  /** The names of a manual's deployments. */
  public Names names(ManualReading reading) {
    return reading.names(DEPLOYMENTS);
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(DEPLOYMENTS);
  }

  @Override
  public DeploySettings read(ManualReading reading) {
    String system = reading.find(SYSTEM, "");
    Map<String, Deployment> all = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    reading
        .find(DEPLOYMENTS, Map.of())
        .forEach(
            (name, values) -> {
              String other = files.putIfAbsent(values.get(STATE), name);
              if (other != null) {
                reading
                    .problems()
                    .error(
                        values.placeOf(STATE),
                        "state-file-shared",
                        "'"
                            + name
                            + "' and '"
                            + other
                            + "' keep their state in the same file ('"
                            + values.get(STATE)
                            + "')",
                        "name a file of its own by 'state'");
              }
              checkNames(values, reading);
              Deployment one = of(system, name, values);
              Strategy.check(one, values, reading.problems());
              all.put(name, one);
            });
    return new DeploySettings(all);
  }

  private void checkNames(Values values, ManualReading reading) {
    NamedConnections named = connections.apply(reading);
    checkRuntime(values, named, reading.problems());
    Mentioned known = mentioned.apply(reading);
    Problems problems = reading.problems();
    checkImages(values, named, problems);
    checkHost(values, known.hosts(), problems);
    checkGround(values, known.hosts(), problems);
    checkLoad(values.find(SCALE), known.reads(), problems);
    Demands demands = Demands.of(values);
    Mentioned.check(
        demands.before(),
        known.checklists(),
        What.CHECKLIST,
        values.placeOfValue(Demands.BEFORE),
        problems);
    Mentioned.check(
        demands.after(),
        known.checklists(),
        What.CHECKLIST,
        values.placeOfValue(Demands.AFTER),
        problems);
    Demands.Proven backup = demands.backup();
    if (backup != null) {
      Mentioned.check(backup.plan(), known.plans(), What.PLAN, backup.place(), problems);
    }
    Gates gates = demands.gates();
    if (gates != null) {
      for (String condition : gates.conditions()) {
        Mentioned.check(condition, known.conditions(), What.CONDITION, gates.place(), problems);
      }
    }
  }

  private static void checkRuntime(Values values, NamedConnections named, Problems problems) {
    RuntimeSettings runtime = values.get(RUNTIME);
    named
        .of(DockerConnection.class)
        .require(
            runtime.docker(),
            values.placeOfValue(RUNTIME),
            problems,
            "unknown-connection",
            "'connections' has no Docker daemon that is called so");
    named
        .of(HttpConnection.class)
        .require(
            runtime.http(),
            values.placeOfValue(RUNTIME),
            problems,
            "unknown-connection",
            "'connections' has no service over HTTP that is called so");
  }

  private static void checkLoad(
      @Nullable ScaleSettings scale, QueryCheck reads, Problems problems) {
    LoadRules rules = scale == null ? null : scale.follow();
    if (rules == null) {
      return;
    }
    reads.check(rules.load(), rules.place(), problems);
  }

  private static void checkHost(Values values, Hosts hosts, Problems problems) {
    String on = values.find(ON);
    Names names = hosts.written().and(Hosts.LOCAL);
    Mentioned.check(on, names, What.HOST, values.placeOfValue(ON), problems);
    if (on != null && hosts.find(on) instanceof Host.Ssh ssh) {
      problems.error(
          values.placeOfValue(ON),
          "host-elsewhere",
          "a deployment works on the machine of Jigi, and '" + on + "' is " + ssh.text(),
          "run Jigi there, or leave it out and write 'on' into 'runtime': what runs may be"
              + " elsewhere");
    }
  }

  /** What runs on another host is asked there, and not at a port of this machine. */
  private static void checkGround(Values values, Hosts hosts, Problems problems) {
    RuntimeSettings runtime = values.get(RUNTIME);
    Names names = hosts.written().and(Hosts.LOCAL);
    for (Slot slot : runtime.places().slots()) {
      String on = runtime.on(slot);
      Mentioned.check(on, names, What.HOST, values.placeOfValue(RUNTIME), problems);
      At at = runtime.places().at(slot);
      if (on != null && hosts.find(on) instanceof Host.Ssh && at.host() == null) {
        problems.error(
            values.placeOfValue(RUNTIME),
            "no-address",
            "what runs on '" + on + "' is to answer at a port of this machine (" + at.port() + ")",
            "write the host's address before the port: 10.0.0.5:" + at.port());
        return;
      }
    }
  }

  private static void checkImages(Values values, NamedConnections connections, Problems problems) {
    Names registries = connections.of(RegistryConnection.class);
    EnvSettings env = values.find(ENV);
    List<String> variables = env == null ? List.of() : env.variables();
    for (ImageSettings image : values.find(IMAGES, List.of())) {
      registries.require(
          image.registry(),
          image.place(),
          problems,
          "unknown-connection",
          "'connections' has no registry that is called so");
      for (String unknown : image.unknown(variables)) {
        problems.error(
            image.place(),
            "unknown-placeholder",
            "nothing fills in {" + unknown + "} in the tag of " + image.repository(),
            "use {version}, or name " + unknown + " in 'env'");
      }
    }
  }

  private static Deployment of(String system, String name, Values values) {
    Deployment.Health health = values.find(HEALTH);
    return new Deployment(
        system,
        name,
        values.find(TITLE, name),
        values.get(RUNTIME),
        values.find(GATEWAY),
        health == null
            ? new Deployment.Health("/health", 3, Duration.ofMillis(500), Duration.ofSeconds(60))
            : health,
        new Deployment.Watch(
            values.find(THROUGH), values.get(OBSERVE), values.get(DRAIN), values.get(LOGGED)),
        new Deployment.Around(
            values.find(ON),
            values.get(STATE),
            values.find(ENV),
            values.find(DIST),
            values.find(CI),
            values.find(SCALE),
            values.get(BATCH),
            values.find(IMAGES, List.of())),
        Demands.of(values));
  }
}
