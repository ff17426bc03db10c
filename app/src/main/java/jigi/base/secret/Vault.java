package jigi.base.secret;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import jigi.base.config.Secret;
import jigi.base.config.SecretSources;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Timer;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that people give to Jigi itself. They lie sealed in the store, with a key that lies
 * elsewhere; no person gets a value back. Who sets and removes one is told by the journal, and, for
 * each once a day, how often it was used.
 */
public final class Vault implements AutoCloseable {
  /** A value has at most so many characters: a key with its certificates fits. */
  public static final int LONGEST = 64 * 1024;

  private static final Duration EVERY = Duration.ofDays(1);
  private static final String ACTOR = "jigi";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?");

  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final Supplier<byte[]> key;
  private final SecretRepository repository = new SecretRepository();
  private final Map<String, AtomicLong> used = new ConcurrentHashMap<>();
  private @Nullable Timer timer;
  private boolean closed;

  /**
   * @param key 32 bytes, asked for when the first secret is set or used
   */
  public Vault(Store store, Journal journal, Timeline timeline, Supplier<byte[]> key) {
    this.store = store;
    this.journal = journal;
    this.timeline = timeline;
    this.key = key;
  }

  /** The environment, and these. */
  public SecretSources beside(Function<String, @Nullable String> environment) {
    return new SecretSources() {
      @Override
      public @Nullable String apply(String name) {
        return environment.apply(name);
      }

      @Override
      public @Nullable String stored(String name) throws Secret.Missing {
        return read(name);
      }
    };
  }

  /** All of them, by name. */
  public List<StoredSecret> all() {
    return store.read(repository::list);
  }

  /**
   * Keeps a value, in place of the one that was kept under the name.
   *
   * @throws UserError {@code bad-secret-name}, {@code bad-secret-value}
   */
  public void put(String name, String value, String actor) {
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "bad-secret-name",
          "'" + name + "' is no name of a secret",
          "use lower-case letters and digits, with . _ - between them, such as shop-database");
    }
    if (value.isBlank() || value.length() > LONGEST) {
      throw new UserError(
          "bad-secret-value",
          value.isBlank()
              ? "the value of '" + name + "' is empty"
              : "the value of '" + name + "' has " + value.length() + " characters",
          "give between 1 and " + LONGEST + " characters");
    }
    String sealed = new Seal(key.get()).close(name, value);
    store.change(
        tx -> {
          StoredSecret secret = new StoredSecret(name, timeline.instant(), actor);
          boolean before = repository.put(tx.handle(), secret, sealed);
          journal.append(
              tx,
              EventDraft.of(before ? SecretEvents.CHANGED : SecretEvents.SET)
                  .actor(actor)
                  .with("name", name));
        });
  }

  /**
   * Forgets one.
   *
   * @throws UserError {@code no-such-secret}
   */
  public void remove(String name, String actor) {
    store.change(
        tx -> {
          if (!repository.remove(tx.handle(), name)) {
            throw new UserError(
                "no-such-secret", "no secret '" + name + "' is kept", "jigi secret shows all");
          }
          journal.append(tx, EventDraft.of(SecretEvents.REMOVED).actor(actor).with("name", name));
        });
  }

  private @Nullable String read(String name) throws Secret.Missing {
    String sealed = store.read(handle -> repository.sealed(handle, name));
    if (sealed == null) {
      return null;
    }
    try {
      String value = new Seal(key.get()).open(name, sealed);
      count(name);
      return value;
    } catch (GeneralSecurityException e) {
      throw new Secret.Missing(
          "the kept secret '" + name + "' cannot be opened with this key: set it again");
    } catch (UserError e) {
      throw new Secret.Missing("the kept secret '" + name + "': " + e.fact());
    }
  }

  /** Told at its first use and then once a day: some are used every second. */
  private void count(String name) {
    AtomicLong first = new AtomicLong(1);
    AtomicLong counted = used.putIfAbsent(name, first);
    if (counted == null) {
      timeline.after(Duration.ZERO, "secrets", this::tell);
    } else {
      counted.incrementAndGet();
    }
  }

  /** Begins to tell once a day what was used. */
  public synchronized void open() {
    if (!closed) {
      timer = timeline.after(EVERY, "secrets", this::tick);
    }
  }

  private void tick() {
    try {
      tell();
    } finally {
      open(); // a fault of ours must not silence them from then on
    }
  }

  private void tell() {
    used.forEach(
        (name, counted) -> {
          long times = counted.getAndSet(0);
          if (times > 0) {
            journal.append(
                EventDraft.of(SecretEvents.USED)
                    .actor(ACTOR)
                    .with("name", name)
                    .with("times", times));
          }
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
