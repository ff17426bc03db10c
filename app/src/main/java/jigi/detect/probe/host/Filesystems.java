package jigi.detect.probe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of {@code /proc/self/mounts} (proc(5), fstab(5)) that hold data of this machine.
 * Network file systems are left out: a server that hangs would hang whoever asks for its free
 * space.
 */
final class Filesystems {
  private static final Set<String> LOCAL =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "f2fs",
          "zfs",
          "jfs",
          "reiserfs",
          "bcachefs",
          "vfat",
          "exfat",
          "ntfs",
          "ntfs3",
          "tmpfs",
          "overlay",
          "fuseblk",
          "virtiofs");

  private Filesystems() {}

  /** Adds the samples; gives the fullest one. */
  static @Nullable Filesystem read(Path proc, List<Sample> samples) throws IOException {
    Set<String> devices = new HashSet<>();
    Filesystem fullest = null;
    for (String line : Files.readAllLines(proc.resolve("self/mounts"))) {
      String[] words = line.split(" ");
      if (words.length < 3 || !LOCAL.contains(words[2])) {
        continue;
      }
      String mount = unescaped(words[1]);
      boolean shared = words[0].startsWith("/") || words[2].equals("overlay");
      if (!Files.isDirectory(Path.of(mount)) || (shared && !devices.add(words[0]))) {
        continue;
      }
      Filesystem found = Statvfs.read(words[0], mount, words[2]);
      if (found != null && found.size() > 0) {
        add(found, samples);
        fullest = fullest == null || found.usedRatio() > fullest.usedRatio() ? found : fullest;
      }
    }
    return fullest;
  }

  private static void add(Filesystem fs, List<Sample> samples) {
    String[] labels = {"mount", fs.mount(), "fstype", fs.type(), "device", fs.device()};
    samples.add(Sample.of("host_filesystem_size_bytes", fs.size(), labels));
    samples.add(Sample.of("host_filesystem_available_bytes", fs.available(), labels));
    samples.add(Sample.of("host_filesystem_used_ratio", fs.usedRatio(), labels));
    if (fs.inodes() > 0) {
      samples.add(Sample.of("host_filesystem_inodes", fs.inodes(), labels));
      samples.add(Sample.of("host_filesystem_inodes_free", fs.inodesFree(), labels));
      samples.add(
          Sample.of(
              "host_filesystem_inodes_used_ratio", 1 - fs.inodesFree() / fs.inodes(), labels));
    }
  }

  /** Spaces, tabs, line breaks and backslashes are written as three octal digits. */
  private static String unescaped(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
