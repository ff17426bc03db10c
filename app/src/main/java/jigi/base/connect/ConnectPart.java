package jigi.base.connect;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.KindShape;
import jigi.base.config.ManualPart;
import jigi.base.config.ManualReading;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.ssh.SshTarget;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code hosts}. */
public final class ConnectPart implements ManualPart<Hosts> {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<user>[a-z_][a-z0-9_-]*)@(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9a-fA-F:]+])(?::(?<port>[0-9]{1,5}))?");

  private static final Field<SshTarget.Address> SSH =
      Field.required("ssh", address(), "Account, address and port: deploy@10.0.0.5:22.");
  private static final Field<Secret> KEY =
      Field.optional("key", Secret.shape(), "The private key; absent: the keys of Jigi's account.");
  private static final Field<String> SUDO =
      Field.optional("sudo", account(), "The account to become on the host, by sudo -n.");
  private static final Field<String> JUMP =
      Field.optional("jump", Shapes.text(), "The host behind SSH that it is reached from.");
  private static final Field<Duration> PATIENCE =
      Field.optional("connect-timeout", Shapes.duration(), "10s", "How long connecting may take.");

  private static final Field<Boolean> LOCAL =
      Field.required("local", Shapes.bool(), "true: the machine that Jigi runs on.");
  private static final Field<List<String>> PATH =
      Field.optional("path", Shapes.listOf(Shapes.text()), "Folders before the usual PATH.");
  private static final Field<Map<String, String>> ENV =
      Field.optional("env", Shapes.mapOf(Shapes.text()), "Variables that every step there gets.");
  private static final Field<String> FOLDER =
      Field.optional("folder", Shapes.text(), "Where steps begin there.");
  private static final Field<String> OS =
      Field.optional(
          "os",
          Shapes.oneOf(words("apt", "yum", "none")),
          "What updates its packages, as JIGI_OS for every step: apt, yum, or none where others"
              + " patch it.");
  private static final Field<String> COMPOSE =
      Field.optional(
          "compose",
          Shapes.oneOf(words("docker-compose", "docker compose", "docker stack")),
          "How containers are composed there, as JIGI_COMPOSE for every step.");
  private static final Field<Integer> RUNS =
      Field.optional(
          "runs",
          Shapes.integer(1, 1000),
          "So many runs may execute blocks there at once; absent: any number.");

  private static final Field<Map<String, Host>> HOSTS =
      Field.optional(
          "hosts",
          Shapes.mapOf(host()),
          "The machines of this system: local, or reached by SSH. 'local' is always there.");

  @Override
  public List<Field<?>> fields() {
    return List.of(HOSTS);
  }

  @Override
  public Hosts read(ManualReading reading) {
    Hosts hosts = new Hosts(reading.find(HOSTS, Map.of()), reading.names(HOSTS));
    hosts.byName().forEach((name, host) -> checkJump(reading, hosts, name, host));
    return hosts;
  }

  /** Following the jumps must come to a host that is reached directly. */
  private static void checkJump(ManualReading reading, Hosts hosts, String name, Host host) {
    Set<String> passed = new HashSet<>(Set.of(name));
    String at = name;
    Host way = host;
    while (way instanceof Host.Ssh ssh && ssh.jump() != null) {
      String next = ssh.jump();
      if (hosts.written().lack(next)) {
        if (at.equals(name)) {
          report(
              reading, name, "the manual names no host '" + next + "' to jump over", next, hosts);
        }
        return;
      }
      way = hosts.byName().get(next);
      boolean again = !passed.add(next);
      if (again && !name.equals(Collections.min(passed))) {
        return; // a loop is reported once, at the first of its hosts
      }
      if (again || way instanceof Host.Local) {
        report(reading, name, "the jump over '" + next + "' leads nowhere", next, hosts);
        return;
      }
      at = next;
    }
  }

  private static void report(
      ManualReading reading, String name, String what, String next, Hosts hosts) {
    boolean unknown = hosts.written().lack(next);
    reading
        .problems()
        .error(
            reading.placeOf(HOSTS, name),
            unknown ? "unknown-host" : "bad-jump",
            what,
            unknown
                ? hosts.written().hint(next)
                : "jump over a host behind SSH that is not itself on the way");
  }

  private static Shape<Host> host() {
    Shape<Host> local =
        ObjectShape.of(
            "a local host",
            List.of(LOCAL, PATH, ENV, FOLDER, OS, COMPOSE, RUNS),
            v -> new Host.Local(surroundings(v)));
    Shape<Host> ssh =
        ObjectShape.of(
            "a host behind SSH",
            List.of(SSH, KEY, SUDO, JUMP, PATIENCE, PATH, ENV, FOLDER, OS, COMPOSE, RUNS),
            v ->
                new Host.Ssh(
                    v.get(SSH),
                    v.find(KEY),
                    v.find(SUDO),
                    v.find(JUMP),
                    v.get(PATIENCE),
                    surroundings(v)));
    return Shapes.scalarOr(
        Shapes.oneOf(Map.of("local", new Host.Local())),
        new KindShape<>("a host", Map.of("local", local, "ssh", ssh)));
  }

  private static Surroundings surroundings(Values values) {
    Map<String, String> environment = new TreeMap<>();
    String os = values.find(OS);
    String compose = values.find(COMPOSE);
    if (os != null) {
      environment.put("JIGI_OS", os);
    }
    if (compose != null) {
      environment.put("JIGI_COMPOSE", compose);
    }
    environment.putAll(values.find(ENV, Map.of()));
    return new Surroundings(
        values.find(PATH, List.of()), environment, values.find(FOLDER), values.find(RUNS));
  }

  private static Map<String, String> words(String... all) {
    Map<String, String> words = new TreeMap<>();
    for (String each : all) {
      words.put(each, each);
    }
    return words;
  }

  private static Shape<String> account() {
    return Shapes.scalar(
        "an account",
        "root",
        Map.of("type", "string"),
        text -> text.matches("[a-z_][a-z0-9_-]*") ? text : null);
  }

  private static Shape<SshTarget.Address> address() {
    return Shapes.scalar(
        "an SSH address", "deploy@10.0.0.5:22", Map.of("type", "string"), ConnectPart::parsed);
  }

  /** What {@code deploy@10.0.0.5:22} means; null when it is none. */
  public static SshTarget.@Nullable Address parsed(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String port = matcher.group("port");
    int number = port == null ? 22 : Integer.parseInt(port);
    return number < 1 || number > 65535
        ? null
        : new SshTarget.Address(matcher.group("user"), matcher.group("host"), number);
  }
}
