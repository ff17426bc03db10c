package jigi.detect.probe.host;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import jigi.detect.probe.Sample;

/**
 * What disks have read and written since boot ({@code /proc/diskstats}; kernel documentation,
 * admin-guide/iostats). Sectors there have 512 bytes, whatever the disk's own have.
 */
final class Disks {
  private static final double SECTOR = 512;

  /** Whole disks: partitions would count everything twice. */
  private static final Pattern WHOLE =
      Pattern.compile("(s|v|xv|h)d[a-z]+|nvme\\d+n\\d+|mmcblk\\d+");

  private Disks() {}

  /** Adds the samples; none where there is no such file, as in some containers. */
  static void read(Figures figures, List<Sample> samples) {
    List<String> lines;
    try {
      lines = figures.lines("diskstats");
    } catch (IOException e) {
      return; // a kernel without block devices has none
    }
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 10 && WHOLE.matcher(words[2]).matches()) {
        samples.add(bytes("host_disk_read_bytes_total", words[5], words[2]));
        samples.add(bytes("host_disk_written_bytes_total", words[9], words[2]));
      }
    }
  }

  private static Sample bytes(String name, String sectors, String device) {
    return Sample.of(name, Double.parseDouble(sectors) * SECTOR, "device", device);
  }
}
