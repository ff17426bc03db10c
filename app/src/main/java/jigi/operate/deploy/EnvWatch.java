package jigi.operate.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.store.Store;
import jigi.base.store.Tx;
import jigi.operate.deploy.env.EnvRegistry;
import jigi.operate.deploy.env.EnvSettings;
import jigi.operate.deploy.env.Secrets;
import jigi.operate.deploy.env.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Sees what changes in env files, whoever changes it: the names are told, and since when each
 * variable has its value; a value is neither told nor kept.
 */
public final class EnvWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final String ACTOR = "jigi";

  private final Deployments deployments;
  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final Supplier<byte[]> key;
  private final VariableRepository repository = new VariableRepository();
  private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();
  private @Nullable Timer timer;
  private boolean closed;

  EnvWatch(Deployments deployments, Deployments.Surroundings around) {
    this.deployments = deployments;
    this.store = around.store();
    this.journal = around.journal();
    this.timeline = around.timeline();
    this.key = around.key();
  }

  /**
   * A secret of an env file.
   *
   * @param since when it was changed at the latest
   * @param due until when it is to be changed again; null where the manual does not say
   * @param overdue whether that is over
   */
  public record Aged(String name, Instant since, @Nullable Instant due, boolean overdue) {}

  /** Looks at once, and from then on every minute. */
  public synchronized void open() {
    if (!closed) {
      timer = timeline.after(Duration.ZERO, "env files", this::tick);
    }
  }

  private synchronized void again() {
    if (!closed) {
      timer = timeline.after(EVERY, "env files", this::tick);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void tick() {
    try {
      turn();
    } finally {
      again(); // a fault of ours must not leave them unseen from then on
    }
  }

  /** Looks at all of them once. */
  void turn() {
    Set<String> done = new HashSet<>();
    for (Deployment one : deployments.all()) {
      for (EnvRegistry.Marked file : deployments.site(one).envFiles().marked(key.get())) {
        String of = one.system() + " " + file.file();
        if (done.add(of) && !file.marks().equals(seen.get(of))) {
          store.change(tx -> compare(tx, one, file));
          seen.put(of, file.marks());
        }
      }
    }
  }

  private void compare(Tx tx, Deployment one, EnvRegistry.Marked file) {
    String path = file.file().toString();
    Map<String, Variable> before = repository.list(tx.handle(), one.system(), path);
    Map<String, Variable> now = new TreeMap<>();
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    file.marks()
        .forEach(
            (name, mark) -> {
              Variable was = before.get(name);
              boolean same = was != null && was.mark().equals(mark);
              if (was == null) {
                added.add(name);
              } else if (!same) {
                changed.add(name);
              }
              now.put(name, same ? was : new Variable(name, mark, file.changed()));
            });
    List<String> removed =
        before.keySet().stream().filter(name -> !now.containsKey(name)).sorted().toList();
    if (added.isEmpty() && changed.isEmpty() && removed.isEmpty()) {
      return;
    }
    repository.put(tx.handle(), one.system(), path, List.copyOf(now.values()));
    if (!before.isEmpty()) {
      journal.append(
          tx,
          EventDraft.of(DeployEvents.ENV_CHANGED)
              .system(one.system())
              .actor(ACTOR)
              .with("title", one.title())
              .with("file", path)
              .with("said", said(added, changed, removed)));
    }
  }

  /** {@code ~DB_PASSWORD +LOG_LEVEL -OLD}: as a difference is written, without the values. */
  private static String said(List<String> added, List<String> changed, List<String> removed) {
    List<String> all = new ArrayList<>();
    changed.forEach(name -> all.add("~" + name));
    added.stream().sorted().forEach(name -> all.add("+" + name));
    removed.forEach(name -> all.add("-" + name));
    return String.join(" ", all);
  }

  /** The secrets of a file as they were last seen, the oldest first. */
  public List<Aged> secrets(Deployment one, String file) {
    EnvSettings env = one.around().env();
    Duration rotate = env == null ? null : env.rotate();
    return store.read(handle -> repository.list(handle, one.system(), file)).values().stream()
        .filter(each -> Secrets.names(each.name()))
        .map(each -> aged(each, rotate))
        .sorted(Comparator.comparing(Aged::since))
        .toList();
  }

  private Aged aged(Variable each, @Nullable Duration rotate) {
    Instant due = rotate == null ? null : each.since().plus(rotate);
    return new Aged(
        each.name(), each.since(), due, due != null && due.isBefore(timeline.instant()));
  }

  /**
   * How many of its secrets are older than they may be; null where the manual does not say how old
   * that is.
   */
  @Nullable Integer overdue(Deployment one) {
    EnvSettings env = one.around().env();
    if (env == null || env.rotate() == null) {
      return null;
    }
    int count = 0;
    for (EnvRegistry.Entry file : deployments.site(one).envFiles().look()) {
      count += (int) secrets(one, file.file().toString()).stream().filter(Aged::overdue).count();
    }
    return count;
  }
}
