package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import jigi.testing.ChildJvm;

/**
 * A process of its own with backups, a drill and a restore, that dies at named points and is
 * started again each time.
 *
 * @param folder with the plan, and what is restored
 */
record DoomedBackups(Path folder) {

  /** What the child is told. */
  static DoomedBackups of(Path folder, String plan, String restore) throws IOException {
    Files.writeString(folder.resolve("plan"), plan);
    Files.writeString(folder.resolve("restore"), restore);
    return new DoomedBackups(folder);
  }

  /** Dies at each of them once, and everything ends well after the last start. */
  void dieAtEach(Collection<String> points) throws Exception {
    child().dieAtEach(points);
    endsWell();
  }

  /** The next start carries everything to its end. */
  void endsWell() throws Exception {
    assertThat(child().run(null)).as(this::log).isZero();
    assertThat(Files.readString(folder.resolve("end")))
        .as(this::log)
        .isEqualTo("SUCCEEDED SUCCEEDED SUCCEEDED SUCCEEDED");
    requireNothingLeft();
  }

  /** Neither folders nor servers of the drill. */
  private void requireNothingLeft() throws IOException {
    assertThat(BackupBench.files(folder.resolve("scratch"))).isEmpty();
    String drill = Files.readString(folder.resolve("drill"));
    assertThat(ProcessHandle.allProcesses().filter(each -> isScratch(each, drill))).isEmpty();
    assertThat(Path.of("/var/tmp", "jigi-scratch-" + drill)).doesNotExist();
  }

  private static boolean isScratch(ProcessHandle process, String drill) {
    return process.info().commandLine().orElse("").contains(drill)
        || place(process).contains(drill);
  }

  /** Redis writes a title over its command line. */
  private static String place(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", "" + process.pid(), "cwd")).toString();
    } catch (IOException e) {
      return ""; // it has ended, or is somebody else's
    }
  }

  /** Of the store, each that is good with its manifest and nothing else; files of a log apart. */
  void requirePairs() {
    List<String> stored =
        BackupBench.files(folder.resolve("store")).stream()
            .filter(name -> !name.startsWith("log/"))
            .toList();
    assertThat(stored).isNotEmpty();
    for (String name : stored) {
      String other =
          name.endsWith(Manifest.SUFFIX)
              ? name.substring(0, name.length() - Manifest.SUFFIX.length())
              : name + Manifest.SUFFIX;
      assertThat(stored).contains(other);
    }
  }

  String log() {
    return child().log();
  }

  ChildJvm child() {
    return ChildJvm.of(BackupCrashChild.class, folder);
  }
}
