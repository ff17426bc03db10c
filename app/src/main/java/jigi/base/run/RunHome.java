package jigi.base.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import jigi.base.journal.EventDraft;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the database and the attempts' directories belong together. Both count the starts
 * of Jigi; a database that was restored counts too low, and one that was cloned names another
 * machine or finds no attempts.
 */
final class RunHome {
  private static final String TROUBLE = "run.observe-only";

  private final RunParts parts;
  private final StepRepository steps;
  private final SwitchRepository homes = new SwitchRepository();
  private final Path file;

  RunHome(RunParts parts, StepRepository steps) {
    this.parts = parts;
    this.steps = steps;
    this.file = parts.exec().root().resolve("home");
  }

  /** False when nothing may be executed. */
  boolean enter() {
    SwitchRepository.Home home = parts.store().read(handle -> homes.home(handle, parts.node()));
    String[] marked = marked();
    String why = home == null ? another() : foreign(home, marked);
    if (why != null) {
      Map<String, String> args = Map.of("why", why);
      parts.troubles().raise(new Troubles.Trouble(TROUBLE, "run-observe-only", args));
      parts.journal().append(EventDraft.of(RunEvents.OBSERVE_ONLY).with("why", why));
      return false;
    }
    long generation = home == null ? 1 : home.generation() + 1;
    String mark = home == null ? Ids.secret(16) + "@" + machine() : home.machine();
    parts
        .store()
        .change(
            tx -> {
              if (home != null && !home.clean()) {
                steps.countKills(tx.handle(), parts.node());
              }
              // Who takes over answers for the dead: an attempt may kill one node after another.
              homes
                  .takeDead(tx.handle(), parts.node())
                  .forEach(dead -> steps.countKills(tx.handle(), dead));
              homes.settle(
                  tx.handle(), parts.node(), new SwitchRepository.Home(mark, generation, false));
            });
    mark(mark, generation);
    return true;
  }

  /** Of several nodes one may be new; a file has one alone, and another's past came with a copy. */
  private @Nullable String another() {
    boolean alone = parts.store().dialect() == Store.Dialect.SQLITE;
    return alone && parts.store().read(handle -> homes.hasOthers(handle, parts.node()))
        ? "restored"
        : null;
  }

  /** The count in the file may lag by one: a crash between the two writes. */
  private static @Nullable String foreign(SwitchRepository.Home home, String @Nullable [] marked) {
    if (!home.machine().endsWith("@" + machine())) {
      return "machine";
    }
    if (marked == null || !marked[0].equals(home.machine())) {
      return "attempts";
    }
    long counted = Long.parseLong(marked[1]);
    return counted > home.generation()
        ? "restored"
        : counted < home.generation() - 1 ? "attempts" : null;
  }

  void adopt(String actor) {
    String mark = Ids.secret(16) + "@" + machine();
    parts
        .store()
        .change(
            tx ->
                homes.settle(tx.handle(), parts.node(), new SwitchRepository.Home(mark, 1, false)));
    mark(mark, 1);
    parts.troubles().clear(TROUBLE);
    parts.journal().append(EventDraft.of(RunEvents.SWITCH_ON).actor(actor));
  }

  /** An orderly end: what is open did not kill Jigi. */
  void leave() {
    parts
        .store()
        .change(
            tx -> {
              SwitchRepository.Home home = homes.home(tx.handle(), parts.node());
              if (home != null) {
                homes.settle(
                    tx.handle(),
                    parts.node(),
                    new SwitchRepository.Home(home.machine(), home.generation(), true));
              }
            });
  }

  private String @Nullable [] marked() {
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      return words.length == 2 && words[1].matches("[0-9]+") ? words : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void mark(String machine, long generation) {
    Path temporary = file.resolveSibling("home.new");
    try {
      Files.writeString(temporary, machine + " " + generation + "\n");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String machine() {
    for (String name : new String[] {"/etc/machine-id", "/var/lib/dbus/machine-id"}) {
      try {
        return Files.readString(Path.of(name), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        continue; // containers have none: then the attempts' own mark alone tells
      }
    }
    return "";
  }
}
