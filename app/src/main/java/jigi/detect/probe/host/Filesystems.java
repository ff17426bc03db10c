package jigi.detect.probe.host;

import java.io.IOException;
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
  static final List<String> LOCAL =
      List.of(
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
  static @Nullable Filesystem read(Figures figures, List<Sample> samples) throws IOException {
    Set<String> devices = new HashSet<>();
    Filesystem fullest = null;
    for (String line : figures.lines("self/mounts")) {
      Mount mount = Mount.parse(line);
      if (mount == null || !LOCAL.contains(mount.type()) || mount.layered()) {
        continue;
      }
      boolean shared = mount.device().startsWith("/") || mount.type().equals("overlay");
      Filesystem found = figures.filesystem(mount);
      if (found == null || found.size() <= 0 || (shared && !devices.add(mount.device()))) {
        continue;
      }
      add(found, samples);
      fullest = fullest == null || found.usedRatio() > fullest.usedRatio() ? found : fullest;
    }
    return fullest;
  }

  private static void add(Filesystem fs, List<Sample> samples) {
    Mount mount = fs.mount();
    String[] labels = {"mount", mount.folder(), "fstype", mount.type(), "device", mount.device()};
    samples.add(Sample.of("host_filesystem_size_bytes", fs.size(), labels));
    samples.add(Sample.of("host_filesystem_available_bytes", fs.available(), labels));
    samples.add(Sample.of("host_filesystem_used_ratio", fs.usedRatio(), labels));
    samples.add(Sample.of("host_filesystem_readonly", mount.readOnly() ? 1 : 0, labels));
    if (fs.inodes() > 0) {
      samples.add(Sample.of("host_filesystem_inodes", fs.inodes(), labels));
      samples.add(Sample.of("host_filesystem_inodes_free", fs.inodesFree(), labels));
      samples.add(
          Sample.of(
              "host_filesystem_inodes_used_ratio", 1 - fs.inodesFree() / fs.inodes(), labels));
    }
  }
}
