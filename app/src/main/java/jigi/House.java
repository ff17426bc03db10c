package jigi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jigi.base.config.Manual;
import jigi.base.config.SecretSources;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Messages;
import jigi.base.manual.Manuals;
import jigi.base.store.Sharing;
import org.jspecify.annotations.Nullable;

/** The running house, wired from left to right: base, detect, operate, present. */
final class House implements AutoCloseable {
  private static final String ACTOR = "jigi";

  final BaseRooms base;
  final DetectRooms detect;
  final OperateRooms operate;
  private final Options options;
  private final Messages messages;
  private final Door door;
  private final FutureTask<List<String>> standIns = new FutureTask<>(this::startStandIns);
  private volatile boolean ready;
  private @Nullable Mailbox mailbox;
  private @Nullable PresentRooms present;
  private final String url;

  /**
   * Builds everything; but for the stand-ins nothing moves before {@link #start}. One of several
   * nodes waits here until it leads.
   */
  House(Options options, Messages messages, Parts parts, Sharing sharing, Door door) {
    StartRules.check(options);
    this.options = options;
    this.messages = messages;
    this.door = door;
    Path data = options.data();
    url = "http://" + options.bind() + ":" + options.port();
    base =
        new BaseRooms(
            options, parts, environment(url, data), BaseRooms.shared(options, url, sharing));
    if (options.standIns()) {
      // To find or start them is to wait for processes, which the rooms need not wait for.
      Thread.ofVirtual().name("stand-ins").start(standIns);
    }
    try {
      detect = new DetectRooms(base, parts, options, url);
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
    operate =
        new OperateRooms(
            base, detect, parts, new OperateRooms.Outside(messages, url, options.data()));
    base.manuals.onActivation(this::activate);
  }

  /** Takes the manuals into force and begins to work; nothing has begun when one of them is bad. */
  Manuals.Outcome start() throws InterruptedException {
    if (options.standIns()) {
      mailbox = new Mailbox(base.timeline, options.data());
      awaitStandIns();
    }
    Manuals.Outcome outcome = base.manuals.reload(ACTOR);
    if (!outcome.activated()) {
      return outcome;
    }
    present =
        new PresentRooms(
            options,
            messages,
            new PresentRooms.Inside(base, detect, operate),
            mailbox == null ? null : mailbox::mails,
            this::unready);
    door.serve(present.front(), base.timeline);
    operate.start();
    base.journal.start();
    base.clock.start();
    base.vault.open();
    detect.emission.start();
    localToken();
    ready = true;
    return outcome;
  }

  /** A person says that data from elsewhere are this machine's from now on. */
  void own() {
    if (operate.runEngine.observeOnly()) {
      operate.runEngine.adopt(ACTOR);
    }
  }

  private String unready() {
    if (!ready) {
      return "starting";
    }
    if (base.stores.isDamaged()) {
      return "the database is damaged";
    }
    boolean away = base.troubles.all().stream().anyMatch(each -> each.key().startsWith("store."));
    return away ? "the database does not answer" : "";
  }

  /** The command line of this machine signs in with it. */
  private void localToken() {
    try {
      base.access.tokens().localFile(options.data());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the command line's token", e);
    }
  }

  String url() {
    return url;
  }

  /** The sign-in link of the first administrator; null once anybody has signed in. */
  @Nullable String firstLink() {
    String secret = base.access.signIn().firstLink();
    return secret == null ? null : url + "/sign-in/" + secret;
  }

  private List<String> startStandIns() throws InterruptedException {
    return new StandIns(Options.home(), options.data(), base.exec).start(options.manuals());
  }

  private void awaitStandIns() throws InterruptedException {
    try {
      standIns.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the stand-ins did not start", e.getCause());
    }
  }

  private void activate(List<Manual> manuals) {
    base.connections.activate(manuals);
    detect.activate(manuals);
    operate.activate(manuals);
  }

  /** What manuals may refer to as {@code ${…}} beside the environment. */
  static SecretSources environment(String url, Path data) {
    return name ->
        switch (name) {
          case "JIGI_URL" -> url;
          case "JIGI_STAND_INS" -> StandIns.state(data).toString();
          case "JIGI_MAILBOX_PORT" -> String.valueOf(Mailbox.port());
          default -> Environment.get(name);
        };
  }

  @Override
  public void close() {
    if (present != null) {
      present.close();
    }
    door.close();
    operate.close();
    if (mailbox != null) {
      mailbox.close();
    }
    detect.close();
    base.close();
  }
}
