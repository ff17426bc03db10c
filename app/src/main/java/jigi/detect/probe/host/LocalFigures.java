package jigi.detect.probe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of the machine that Jigi runs on. */
record LocalFigures(Path proc) implements Figures {
  @Override
  public List<String> lines(String file) throws IOException {
    return Files.readAllLines(proc.resolve(file));
  }

  @Override
  public @Nullable Filesystem filesystem(Mount mount) {
    return Files.isDirectory(Path.of(mount.folder())) ? Statvfs.read(mount) : null;
  }

  @Override
  public @Nullable Double clockOffset() {
    return null;
  }
}
