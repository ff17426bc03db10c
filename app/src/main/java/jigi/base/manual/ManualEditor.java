package jigi.base.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import jigi.base.journal.EventDraft;
import jigi.base.journal.Journal;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Changes files of the manuals in force: a draft is checked as part of its whole manual, compared,
 * and written only while the file is still the one that the draft was made of.
 */
public final class ManualEditor {
  private static final Pattern NEW =
      Pattern.compile("(runbooks|checklists)/[a-z0-9][a-z0-9._-]{0,60}\\.md");
  private static final Pattern EDITED =
      Pattern.compile(
          "jigi\\.yaml|environments/.+\\.yaml|(runbooks|checklists)/.+\\.md|rules/.+\\.ya?ml");
  private static final int VERSIONS = 50;

  private final Manuals manuals;
  private final boolean standIns;
  private final ManualReader reader;
  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param standIns whether the manuals' stand-ins play their services
   */
  public ManualEditor(Manuals manuals, boolean standIns, ManualReader reader, Journal journal) {
    this.manuals = manuals;
    this.standIns = standIns;
    this.reader = reader;
    this.journal = journal;
  }

  /**
   * A file as it lies in the folder.
   *
   * @param text empty when there is no such file yet
   * @param seen identifies the text; a write names what its draft was made of
   * @param writable whether it can be written at all
   */
  public record Opened(String file, String text, String seen, boolean writable) {}

  /**
   * What would come of a draft.
   *
   * @param problems of the whole manual with the draft in it
   * @param seen of the file as it lies in the folder now
   */
  public record Checked(List<Problem> problems, List<LineDiff.Line> diff, String seen) {
    public boolean good() {
      return problems.stream().noneMatch(Problem::isError);
    }
  }

  /** A version of a file that was in force, newest first; equal ones once. */
  public record Version(ManualActivation activation, String text) {}

  /** The files that can be changed, in order. */
  public List<String> files(String system) {
    return source(system).files().keySet().stream()
        .filter(file -> EDITED.matcher(file).matches())
        .toList();
  }

  /**
   * @throws UserError {@code unknown-manual}, {@code not-editable}
   */
  public Opened open(String system, String file) {
    ManualSource source = source(system);
    String text = source.files().getOrDefault(admitted(source, file), "");
    return new Opened(file, text, Hash.of(text), writable(source.folder(), file));
  }

  /**
   * @throws UserError as {@link #open}
   */
  public Checked check(String system, String file, String draft) {
    ManualSource source = source(system);
    String before = source.files().getOrDefault(admitted(source, file), "");
    return new Checked(problems(source, file, draft), LineDiff.of(before, draft), Hash.of(before));
  }

  private List<Problem> problems(ManualSource source, String file, String draft) {
    Map<String, String> files = new TreeMap<>(source.files());
    files.put(file, draft);
    return reader.read(new ManualSource(source.folder(), new TreeMap<>(files))).problems();
  }

  /**
   * Writes a draft into the folder and puts the manual in force.
   *
   * @param seen of the file that the draft was made of
   * @throws UserError {@code file-changed} when it is another one by now, {@code manual-refused}
   *     when the manual would be bad, {@code read-only}, and as {@link #open}
   */
  public void write(String system, String file, String draft, String seen, String actor) {
    lock.lock();
    try {
      ManualSource source = source(system);
      String before = source.files().getOrDefault(admitted(source, file), "");
      if (!Hash.of(before).equals(seen)) {
        throw new UserError(
            "file-changed",
            "somebody has changed " + file + " since the draft was begun",
            "open it again and make the change there");
      }
      if (!writable(source.folder(), file)) {
        throw new UserError(
            "read-only",
            file + " cannot be written by the account that runs Jigi",
            "change it where it comes from, or give that account the right to write it");
      }
      refuseBad(problems(source, file, draft));
      put(source.folder().resolve(file), draft);
      journal.append(
          EventDraft.of(ManualEvents.EDITED)
              .system(system)
              .actor(actor)
              .with("file", file)
              .with("before", seen.substring(0, 12))
              .with("after", Hash.of(draft).substring(0, 12)));
      manuals.reload(actor);
    } finally {
      lock.unlock();
    }
  }

  private static void refuseBad(List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.isError()) {
        throw new UserError(
            "manual-refused", problem.place() + "  " + problem.what(), problem.hint());
      }
    }
  }

  /** How a file was in the versions of its manual that were in force. */
  public List<Version> versions(String system, String file) {
    admitted(source(system), file);
    List<Version> all = new ArrayList<>();
    for (ManualActivation activation : manuals.history(system, VERSIONS)) {
      String text = manuals.files(activation.hash()).map(files -> files.get(file)).orElse(null);
      boolean same = !all.isEmpty() && all.getLast().text().equals(text);
      if (text != null && same) {
        all.removeLast(); // the one that it began with counts
      }
      if (text != null) {
        all.add(new Version(activation, text));
      }
    }
    return all;
  }

  private ManualSource source(String system) {
    Manual manual =
        manuals
            .active(system)
            .orElseThrow(
                () ->
                    new UserError(
                        "unknown-manual",
                        "no manual of the system '" + system + "' is in force",
                        "see jigi check"));
    Problems problems = new Problems();
    ManualSource now = ManualFolder.read(manual.source().address().path(), standIns, problems);
    if (now == null) {
      refuseBad(problems.sorted());
      throw new IllegalStateException("a folder that cannot be read, without a reason");
    }
    return now;
  }

  private static String admitted(ManualSource source, String file) {
    boolean known = EDITED.matcher(file).matches() && source.files().containsKey(file);
    if (!known && !NEW.matcher(file).matches()) {
      throw new UserError(
          "not-editable",
          "'" + file + "' is no file of the manual that can be changed here",
          "name jigi.yaml, rules/….yaml, runbooks/….md or checklists/….md");
    }
    return file;
  }

  /** A link is changed where it leads to, which is nobody's business here. */
  private static boolean writable(Path folder, String file) {
    Path path = folder.resolve(file);
    Path parent = path.getParent();
    for (Path part = path; part != null && !part.equals(folder); part = part.getParent()) {
      if (Files.isSymbolicLink(part)) {
        return false;
      }
    }
    boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    Path folderOf = parent != null && Files.isDirectory(parent) ? parent : folder;
    return Files.isWritable(folderOf) && (!there || Files.isWritable(path));
  }

  private static void put(Path file, String text) {
    @Nullable Path temporary = null;
    try {
      Files.createDirectories(file.getParent());
      temporary = Files.createTempFile(file.getParent(), ".", ".new");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer rest = StandardCharsets.UTF_8.encode(text);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      keepRights(file, temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The file keeps owner and mode, so that others who work in the folder still may. */
  private static void keepRights(Path file, Path temporary) throws IOException {
    PosixFileAttributeView to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    Path like = Files.exists(file) ? file : file.getParent();
    var from = Files.getFileAttributeView(like, PosixFileAttributeView.class).readAttributes();
    if (Files.exists(file)) {
      to.setPermissions(from.permissions());
    } else {
      to.setPermissions(java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    }
    if (!to.readAttributes().owner().equals(from.owner())) {
      to.setOwner(from.owner());
      to.setGroup(from.group());
    }
  }
}
