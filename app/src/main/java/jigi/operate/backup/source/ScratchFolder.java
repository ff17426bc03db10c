package jigi.operate.backup.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jigi.base.exec.Captured;
import org.jspecify.annotations.Nullable;

/**
 * A folder that lives as long as a drill, and the process that works in it. A file beside the
 * folder names it before it is made, so that one that outlived a killed Jigi is found and removed.
 */
public final class ScratchFolder {
  private static final Pattern TITLED = Pattern.compile("(redis|valkey)-server ");

  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final String PID = "pid";

  /** Of the 107 bytes that a Unix socket's name may have, a server adds up to 22. */
  private static final int LONGEST = 85;

  private final SourceTools tools;
  private final Path mark;
  private final Path folder;

  private ScratchFolder(SourceTools tools, Path mark, Path folder) {
    this.tools = tools;
    this.mark = mark;
    this.folder = folder;
  }

  /**
   * Makes one.
   *
   * @param kind of source, by which its own are found again
   * @param account that must be able to work in it; null for Jigi's own
   */
  public static ScratchFolder make(
      String kind, String id, @Nullable String account, SourceTools tools) throws IOException {
    return make(kind, id, null, account, tools);
  }

  /**
   * @param at where; null for one under the data folder
   */
  public static ScratchFolder make(
      String kind, String id, @Nullable Path at, @Nullable String account, SourceTools tools)
      throws IOException {
    Files.createDirectories(tools.scratch());
    Path folder = at == null ? folder(id, account, tools) : at;
    Path mark = tools.scratch().resolve(id + "." + kind + "-scratch");
    Files.writeString(mark, folder.toString());
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ScratchFolder made = new ScratchFolder(tools, mark, folder);
    made.own(folder, account);
    return made;
  }

  /** Under the data folder, unless the account cannot pass through to there. */
  private static Path folder(String id, @Nullable String account, SourceTools tools)
      throws IOException {
    Path wanted = tools.scratch().toAbsolutePath().resolve(id);
    if (account != null && isTooLong(wanted)) {
      return Path.of("/var/tmp", "jigi-scratch-" + id);
    }
    if (account == null || !tools.exec().isRoot()) {
      return wanted;
    }
    for (Path above = wanted.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Path.of("/var/tmp", "jigi-scratch-" + id);
      }
    }
    return wanted;
  }

  /** Whether the sockets of a server would get names that the system does not take. */
  public static boolean isTooLong(Path folder) {
    return folder.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }

  /** Gives a file to the account, when Jigi is root. */
  public void own(Path file, @Nullable String account) throws IOException {
    if (account != null && tools.exec().isRoot()) {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(account));
    }
  }

  public Path path() {
    return folder;
  }

  /** Where the process that works in it writes its number. */
  public Path pid() {
    return folder.resolve(PID);
  }

  /** Kills the process, and removes what it wrote; an interruption is told afterwards. */
  public void remove() {
    boolean interrupted = Thread.interrupted();
    try {
      remove(folder, mark, tools);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes those of a kind that outlived a killed Jigi. */
  public static void sweep(String kind, SourceTools tools) throws InterruptedException {
    if (!Files.isDirectory(tools.scratch())) {
      return;
    }
    try (Stream<Path> files = Files.list(tools.scratch())) {
      String suffix = "." + kind + "-scratch";
      for (Path mark : files.filter(file -> file.toString().endsWith(suffix)).toList()) {
        remove(Path.of(Files.readString(mark).strip()), mark, tools);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + tools.scratch(), e);
    }
  }

  private static void remove(Path folder, Path mark, SourceTools tools)
      throws InterruptedException {
    try {
      kill(folder);
      if (Files.exists(folder)) {
        Captured end =
            tools.exec().capture(List.of("rm", "-rf", "--", folder.toString()), SHORT, Map.of());
        if (end.code() != 0) {
          throw new IllegalStateException("cannot remove " + folder + ": " + end.stderr());
        }
      }
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  /**
   * Whoever works in the folder, be its number written down already or not: nobody else's command
   * line names it. Redis and Valkey write a title over their own, and are known by where they
   * stand.
   */
  private static void kill(Path folder) {
    for (ProcessHandle process : working(folder)) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static List<ProcessHandle> working(Path folder) {
    String name = folder.toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> words(process).contains(name) || isTitled(process, folder))
        .toList();
  }

  private static boolean isTitled(ProcessHandle process, Path folder) {
    try {
      Path place = Path.of("/proc", String.valueOf(process.pid()), "cwd");
      return TITLED.matcher(words(process)).find() && Files.readSymbolicLink(place).equals(folder);
    } catch (IOException e) {
      return false; // it has ended, is somebody else's, or there is no such file
    }
  }

  private static String words(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
    } catch (IOException e) {
      return process.info().commandLine().orElse(""); // it has ended, or there is no such file
    }
  }
}
