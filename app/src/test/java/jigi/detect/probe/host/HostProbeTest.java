package jigi.detect.probe.host;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.base.kernel.Status;
import jigi.detect.probe.OneProbe;
import jigi.detect.probe.ProbeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
  @TempDir Path folder;

  @Test
  @Shows("MET-21")
  void measuresThisMachineAsDfAndTheKernelDo() throws Exception {
    ProbeResult result = OneProbe.run(folder, "host:");
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.evidence()).matches("CPU .* %, load .*, memory .* %, fullest /.* %");
    Map<String, Double> samples = OneProbe.samples(result);
    assertThat(samples.get("host_cpu_used_ratio")).isBetween(0.0, 1.0);
    assertThat(samples.get("host_memory_used_ratio")).isBetween(0.001, 1.0);
    assertThat(samples.get("host_cpus")).isGreaterThanOrEqualTo(1.0);
    assertThat(samples).containsKeys("host_load1", "host_uptime_seconds", "host_oom_kills_total");
    String root =
        samples.keySet().stream()
            .filter(key -> key.startsWith("host_filesystem_used_ratio{"))
            .filter(key -> key.contains("mount=\"/\""))
            .findFirst()
            .orElseThrow();
    String inodes =
        root.replace("used_ratio", "inodes")
            .replace("host_filesystem_inodes{", "host_filesystem_inodes{");
    Process df = new ProcessBuilder("df", "--output=pcent,itotal", "/").start();
    String[] shown =
        new String(df.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .strip()
            .split("%?\\s+");
    double percent = Double.parseDouble(shown[0]);
    assertThat(Objects.requireNonNull(samples.get(root)) * 100)
        .isBetween(percent - 1.5, percent + 0.5);
    if (!shown[1].equals("0")) {
      assertThat(samples.get(inodes)).isEqualTo(Double.parseDouble(shown[1]));
    }
  }

  @Test
  @Shows({"HC-03", "MET-21"})
  void memoryIsWhatIsAvailableAndCpuIsAnInterval() throws Exception {
    Path proc = proc("cpu  1000 0 0 9000 0 0 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\n");
    ProbeResult first = OneProbe.run(folder, "{host: \"" + proc + "\"}");
    assertThat(OneProbe.samples(first))
        .containsEntry("host_memory_used_ratio", 0.25)
        .containsEntry("host_swap_used_ratio", 0.5)
        .containsEntry("host_oom_kills_total", 3.0)
        .containsEntry("host_cpu_used_ratio", 0.0)
        .containsEntry("host_load5", 0.5)
        .containsEntry("host_network_receive_bytes_total{device=\"eth0\"}", 100.0)
        .containsEntry("host_network_transmit_bytes_total{device=\"eth0\"}", 200.0)
        .containsEntry("host_disk_read_bytes_total{device=\"sda\"}", 51200.0)
        .containsEntry("host_disk_written_bytes_total{device=\"sda\"}", 102400.0)
        .doesNotContainKey("host_disk_read_bytes_total{device=\"sda1\"}")
        .doesNotContainKey("host_network_receive_bytes_total{device=\"lo\"}");
  }

  @Test
  void cpuTimesAreReadAsTheKernelWritesThem() throws Exception {
    Path proc =
        proc(
            "cpu  100 20 30 800 40 5 5 0 50 0\n"
                + "cpu0 1 0 0 1 0 0 0 0 0 0\n"
                + "cpu1 1 0 0 1 0 0 0 0 0 0\n");
    CpuTimes times = CpuTimes.read(new LocalFigures(proc));
    assertThat(times).isEqualTo(new CpuTimes(1000, 160, 40, 0, 2));
  }

  @Test
  void figuresThatCannotBeReadAreUnknown() throws Exception {
    ProbeResult result = OneProbe.run(folder, "{host: /nowhere}");
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    Path proc = proc("cpu  1 2 3\n");
    assertThat(OneProbe.run(folder, "{host: \"" + proc + "\"}").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aFileSystemThatLogsHaveFilledIsFullUntilItIsCleared() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=256k", "logs", logs.toString()),
        "needs an account that may mount");
    try {
      Path log = logs.resolve("app.log");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  Files.writeString(log, "x".repeat(1024), CREATE, APPEND);
                }
              })
          .hasMessageContaining("No space left");
      assertThat(used(logs)).isEqualTo(1.0);
      Files.delete(log);
      assertThat(used(logs)).isLessThan(0.1);
    } finally {
      assertThat(ran("umount", logs.toString())).isTrue();
    }
  }

  @Test
  void foldersOfContainersAreNoDisksOfTheirMachine() throws Exception {
    Path merged = Files.createDirectories(folder.resolve("overlay2/ec11/merged"));
    Path proc = proc("cpu  1000 0 0 9000 0 0 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\n");
    Files.writeString(
        proc.resolve("self/mounts"),
        "overlay "
            + merged
            + " overlay rw,lowerdir=/a 0 0\noverlay / overlay rw,lowerdir=/b 0 0\n");
    assertThat(OneProbe.samples(OneProbe.run(folder, "{host: \"" + proc + "\"}")).keySet())
        .filteredOn(key -> key.startsWith("host_filesystem_size_bytes"))
        .singleElement(as(STRING))
        .as("within a container the root is one")
        .contains("mount=\"/\"");
  }

  private static boolean ran(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private double used(Path mount) throws Exception {
    return OneProbe.samples(OneProbe.run(folder, "host:")).entrySet().stream()
        .filter(each -> each.getKey().startsWith("host_filesystem_used_ratio{"))
        .filter(each -> each.getKey().contains("mount=\"" + mount + "\""))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private Path proc(String stat) throws Exception {
    Path proc = folder.resolve("proc");
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("stat"), stat);
    Files.writeString(proc.resolve("loadavg"), "0.25 0.50 0.75 1/100 4711\n");
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal: 1000 kB\n"
            + "MemFree: 10 kB\n"
            + "MemAvailable: 750 kB\n"
            + "SwapTotal: 200 kB\n"
            + "SwapFree: 100 kB\n");
    Files.writeString(proc.resolve("uptime"), "1000.5 900.0\n");
    Files.writeString(proc.resolve("vmstat"), "pgpgin 5\noom_kill 3\n");
    Files.writeString(
        proc.resolve("net/dev"),
        "Inter-|   Receive  |  Transmit\n face |bytes packets\n"
            + "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n"
            + "  eth0: 100 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0\n");
    Files.writeString(
        proc.resolve("diskstats"),
        "   8       0 sda 10 0 100 5 20 0 200 7 0 9 12\n"
            + "   8       1 sda1 9 0 90 5 20 0 200 7 0 9 12\n");
    Files.writeString(proc.resolve("self/mounts"), "proc /proc proc rw 0 0\n");
    return proc;
  }
}
