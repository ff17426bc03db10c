package jigi.operate.deploy.runtime.systemd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.operate.deploy.DeployException;
import jigi.operate.deploy.runtime.Ground;
import org.jspecify.annotations.Nullable;

/** The file that a unit reads its version from, by {@code EnvironmentFile=}. */
record VersionFile(Ground ground, String path, String variable) {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final String PERL = "/usr/bin/perl";

  /** Beside it and synced before it takes its place, so that no unit reads half of it. */
  private static final String WRITE =
      """
      use IO::Handle;
      my ($path, $text) = @ARGV;
      open my $out, '>', "$path.jigi-new" or die "$path.jigi-new: $!\\n";
      print {$out} $text and $out->flush and $out->sync and close $out or die "$path: $!\\n";
      rename "$path.jigi-new", $path or die "$path: $!\\n";
      """;

  /** Nothing is said of a file that is not there. */
  private static final String READ =
      """
      my ($path) = @ARGV;
      exit 0 unless -e $path;
      open my $in, '<', $path or die "$path: $!\\n";
      print while <$in>;
      """;

  /**
   * @throws DeployException {@code not-started}, {@code runtime-unreachable}
   */
  void write(String version) throws DeployException, InterruptedException {
    String text =
        "# Jigi writes the version that is started here.\n" + variable + "=" + version + "\n";
    Captured done = perl(WRITE, text);
    if (done.code() != 0) {
      throw new DeployException("not-started", "writing " + done.stderr().strip());
    }
  }

  /**
   * Null where it says none, or is not there.
   *
   * @throws DeployException {@code runtime-unreachable}
   */
  @Nullable String read() throws DeployException, InterruptedException {
    Captured done = perl(READ);
    if (done.code() != 0) {
      throw new DeployException("runtime-unreachable", "reading " + done.stderr().strip());
    }
    return done.stdout()
        .lines()
        .filter(line -> line.startsWith(variable + "="))
        .map(line -> line.substring(variable.length() + 1).strip())
        .filter(version -> !version.isEmpty())
        .reduce((first, last) -> last)
        .orElse(null);
  }

  private Captured perl(String script, String... more)
      throws DeployException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(PERL, "-e", script));
    command.add(ground.path(path).toString());
    command.addAll(List.of(more));
    return ground.capture(command, SHORT, Map.of());
  }
}
