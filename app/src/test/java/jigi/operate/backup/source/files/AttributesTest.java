package jigi.operate.backup.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import jigi.operate.backup.source.BackupException;
import jigi.operate.backup.source.Contents;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files have besides their contents: kept, restored, compared, and read by {@code tar}. */
class AttributesTest {
  private static final String ACCESS =
      "user::rw-,user:1234:r--,group::r--,group:4321:rw-,mask::rw-,other::---";
  private static final String INHERITED =
      "user::rwx,group::r-x,group:4321:rwx,mask::rwx,other::---";
  private static final Map<String, String> OF_FILE =
      Map.of(
          Attributes.XATTR + "user.한글",
          "a\n=\0\u00ff",
          Attributes.XATTR + "user.empty",
          "",
          "SCHILY.acl.access",
          ACCESS);
  private static final Map<String, String> OF_FOLDER = Map.of("SCHILY.acl.default", INHERITED);

  @TempDir Path folder;
  private final Attributes attributes = new Attributes();
  private Path root;

  @BeforeEach
  void make() throws Exception {
    root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(root.resolve("a"), "content");
    Files.createDirectory(root.resolve("inner"));
    Files.createLink(root.resolve("inner").resolve("other name"), root.resolve("a"));
    Files.writeString(root.resolve("inner").resolve("plain"), "made before the list is there");
    boolean taken =
        attributes.give(root.resolve("a"), OF_FILE).isEmpty()
            && attributes.give(root.resolve("inner"), OF_FOLDER).isEmpty();
    Assumptions.assumeTrue(taken, "this file system keeps no attributes or no lists");
  }

  private byte[] dumped(Path of, Contents[] measured) throws Exception {
    try (FilesDump dump =
        FilesDump.begin(
            new FilesDump.Wanted(Map.of("root", of), new Tree(java.util.List.of()), null, null),
            Instant.EPOCH)) {
      byte[] bytes = dump.bytes().readAllBytes();
      dump.finish();
      measured[0] = dump.contents();
      return bytes;
    }
  }

  private void requireSame(Path there) throws Exception {
    assertThat(attributes.of(there.resolve("a"))).isEqualTo(new TreeMap<>(OF_FILE));
    assertThat(attributes.of(there.resolve("inner"))).isEqualTo(new TreeMap<>(OF_FOLDER));
    assertThat(attributes.of(there.resolve("inner/plain"))).isEmpty();
    assertThat(Files.getAttribute(there.resolve("inner/other name"), "unix:ino"))
        .isEqualTo(Files.getAttribute(there.resolve("a"), "unix:ino"));
    assertThat(Files.readString(there.resolve("inner/other name"))).isEqualTo("content");
  }

  @Test
  void aRestoreGivesThemAgainAndIsComparedWithThem() throws Exception {
    Contents[] measured = {Contents.NONE};
    byte[] bytes = dumped(root, measured);
    Path target = folder.resolve("restored");
    // What is made here inherits a list that the original does not have.
    attributes.give(folder, OF_FOLDER);

    try (FilesLanding landing = FilesLanding.beside(target)) {
      landing.restore(measured[0], new ByteArrayInputStream(bytes));
      assertThat(landing.notes()).isEmpty();
      assertThat(measured[0].differences(landing.contents(measured[0]))).isEmpty();
      attributes.give(landing.folder().resolve("root/a"), Map.of("SCHILY.xattr.user.empty", "x"));
      assertThat(measured[0].differences(landing.contents(measured[0])))
          .singleElement()
          .matches(difference -> difference.fact().equals(Tally.ATTRIBUTES + "root"));
      attributes.give(landing.folder().resolve("root/a"), OF_FILE);
      landing.keep();
    }

    requireSame(target.resolve("root"));
  }

  @Test
  void tarReadsThemToo() throws Exception {
    Path archive = folder.resolve("archive.tar");
    Files.write(archive, dumped(root, new Contents[1]));
    Path target = Files.createDirectory(folder.resolve("by-tar"));

    Process tar =
        new ProcessBuilder(
                "tar", "--xattrs", "--xattrs-include=*", "--acls", "-xpf", archive.toString())
            .directory(target.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    requireSame(target.resolve("root"));
  }

  /** As on a file system that does not take them: told, and no sign of a bad backup. */
  @Test
  void whatCannotBeGivenIsToldAndNotCompared() throws Exception {
    Contents[] measured = {Contents.NONE};
    dumped(root, measured);
    Entry entry =
        State.of(root.resolve("a"))
            .entry("root/a", Entry.Kind.FILE, "")
            .with(Map.of(Attributes.XATTR + "nowhere.x", "v"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarOutput tar = new TarOutput(bytes);
    tar.begin(entry);
    tar.write("content".getBytes(StandardCharsets.US_ASCII), 0, 7);
    tar.pad(7);
    tar.end();

    try (FilesLanding landing = FilesLanding.beside(folder.resolve("restored"))) {
      landing.restore(measured[0], new ByteArrayInputStream(bytes.toByteArray()));
      assertThat(landing.notes()).singleElement().asString().contains("root/a").contains("nowhere");
      assertThat(landing.contents(measured[0]).facts())
          .containsEntry(
              Tally.ATTRIBUTES + "root", measured[0].facts().get(Tally.ATTRIBUTES + "root"));
    }
  }

  @Test
  void anotherNameMayNotLeadOutOfTheFolder() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarOutput tar = new TarOutput(bytes);
    tar.begin(State.of(root.resolve("a")).entry("root/b", Entry.Kind.NAME, "../../etc/passwd"));
    tar.end();

    TarInput read = new TarInput(new ByteArrayInputStream(bytes.toByteArray()));

    assertThatThrownBy(read::next)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("leads elsewhere");
  }
}
