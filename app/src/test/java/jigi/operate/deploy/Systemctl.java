package jigi.operate.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A program that plays systemctl: there is no systemd where tests run. */
final class Systemctl {
  private Systemctl() {}

  /** Where unit files are to lie. */
  static Path install(Path folder) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("state"));
    try (InputStream program = Systemctl.class.getResourceAsStream("/systemd/systemctl")) {
      Files.copy(Objects.requireNonNull(program), bin.resolve("systemctl"));
    }
    if (!bin.resolve("systemctl").toFile().setExecutable(true)) {
      throw new IOException("not executable");
    }
    Files.copy(
        bin.resolve("systemctl"),
        bin.resolve("journalctl"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    return Files.createDirectories(folder.resolve("units"));
  }

  static Path in(Path units) {
    return units.resolveSibling("bin").resolve("systemctl");
  }

  static void call(Path units, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(in(units).toString()));
    command.addAll(List.of(words));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(command + " failed");
    }
  }
}
