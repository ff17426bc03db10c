package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.manual.ManualSet;
import jigi.testing.Component;

/** A manual as it ships, read and not started. */
record ShippedManual(Parts parts, Manual manual) {
  /** What Jigi itself sets for the manual that plays on this machine. */
  private static final Map<String, String> OWN =
      Map.of(
          "JIGI_STAND_INS",
          "/tmp/stand-ins",
          "JIGI_MAILBOX_PORT",
          "7025",
          "JIGI_URL",
          "http://127.0.0.1:7070");

  static ShippedManual read(String name) throws IOException {
    Parts parts = new Parts();
    Path folder = Component.root().resolve("manuals").resolve(name);
    ManualSet set = ManualSet.read(List.of(folder), false, new ManualReader(parts.all(), OWN::get));
    assertThat(set.problems().values()).as("errors and warnings").allMatch(List::isEmpty);
    return new ShippedManual(parts, set.manuals().getFirst());
  }

  /** Its main file as people read it. */
  String text() throws IOException {
    return Files.readString(
        Component.root().resolve("manuals").resolve(manual.system()).resolve("jigi.yaml"));
  }

  /** Their names, in order. */
  static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(Component.root().resolve("manuals"))) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }
}
