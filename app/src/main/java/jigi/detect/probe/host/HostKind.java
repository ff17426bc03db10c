package jigi.detect.probe.host;

import java.util.List;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;

/** Measures a machine from {@code /proc}: Jigi's own, or one behind SSH. */
public final class HostKind implements ProbeKind {
  private static final Field<String> PROC =
      Field.optional("host", Shapes.text(), "/proc", "Where the kernel's figures are mounted.");

  @Override
  public String name() {
    return "host";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PROC);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new HostCheck(values.get(PROC));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "host_cpu_used_ratio", "ratio", "Busy share of all CPUs since the last look."),
        SampleName.of("host_cpu_iowait_ratio", "ratio", "Share spent waiting for disks."),
        SampleName.of("host_cpu_steal_ratio", "ratio", "Share taken by the hypervisor."),
        SampleName.of("host_cpus", "count", "CPUs in use."),
        SampleName.of("host_load1", "count", "Load average over one minute."),
        SampleName.of("host_load5", "count", "Load average over five minutes."),
        SampleName.of("host_load15", "count", "Load average over fifteen minutes."),
        SampleName.of("host_memory_total_bytes", "bytes", "Main memory."),
        SampleName.of(
            "host_memory_available_bytes", "bytes", "What programs can still get; cache counts."),
        SampleName.of("host_memory_used_ratio", "ratio", "1 − available / total."),
        SampleName.of("host_swap_total_bytes", "bytes", "Swap space."),
        SampleName.of("host_swap_used_bytes", "bytes", "Swap in use."),
        SampleName.of("host_swap_used_ratio", "ratio", "Swap in use; absent without swap."),
        SampleName.of(
            "host_oom_kills_total", "count", "Processes killed for want of memory since boot."),
        SampleName.of("host_uptime_seconds", "seconds", "Time since boot."),
        SampleName.of("host_boot_timestamp_seconds", "timestamp", "When the machine booted."),
        SampleName.of(
            "host_clock_offset_seconds",
            "seconds",
            "How far its clock is ahead of Jigi's; of hosts behind SSH."),
        filesystem("host_filesystem_size_bytes", "bytes", "Size."),
        filesystem(
            "host_filesystem_available_bytes", "bytes", "What unprivileged programs can get."),
        filesystem(
            "host_filesystem_used_ratio", "ratio", "Used / (used + available), as df shows."),
        filesystem(
            "host_filesystem_inodes", "count", "Inodes in all; absent where there are none."),
        filesystem("host_filesystem_inodes_free", "count", "Free inodes."),
        filesystem("host_filesystem_inodes_used_ratio", "ratio", "Used inodes / all."),
        filesystem("host_filesystem_readonly", "state", "1 when nothing can be written."),
        SampleName.of(
            "host_network_receive_bytes_total", "bytes", "Received since boot.", "device"),
        SampleName.of("host_network_transmit_bytes_total", "bytes", "Sent since boot.", "device"),
        SampleName.of("host_disk_read_bytes_total", "bytes", "Read since boot.", "device"),
        SampleName.of("host_disk_written_bytes_total", "bytes", "Written since boot.", "device"));
  }

  private static SampleName filesystem(String name, String unit, String doc) {
    return SampleName.of(name, unit, doc, "mount", "fstype", "device");
  }
}
