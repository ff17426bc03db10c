package jigi.operate.deploy.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of env files: everything but what stands in them. */
class EnvRegistryTest {
  private static final Instant CHANGED = Instant.parse("2026-03-01T02:03:04Z");

  @TempDir Path folder;

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
  }

  @Test
  @Shows("ENV-01")
  void whereAFileLiesWhatItIsForWhoseItIsAndWhenItChanged() throws Exception {
    write(".env.prod", "# tags\nBE_TAG=1\nPASSWORD='geheim'\n");

    EnvRegistry.Entry entry = entry(new EnvRegistry(folder).with(Map.of(".env.prod", "tags")));

    assertThat(entry.file()).isEqualTo(folder.resolve(".env.prod")).isAbsolute();
    assertThat(entry.purpose()).isEqualTo("tags");
    assertThat(entry.owner()).isEqualTo(System.getProperty("user.name"));
    assertThat(entry.mode()).isEqualTo("rw-r-----");
    assertThat(entry.changed()).isEqualTo(CHANGED);
    assertThat(entry.variables()).containsExactly("BE_TAG", "PASSWORD");
    assertThat(entry.fault()).isNull();
    assertThat(entry.readers()).isEmpty();
    assertThat(entry.toString()).doesNotContain("geheim");
  }

  /** The manual of Web Project has its gateway's file relative to two folders. */
  @Test
  @Shows("ENV-15")
  void twoSpellingsOfOneFileAreOne() throws Exception {
    write("gateway/.env.gateway.prod", "A=1\n");

    EnvRegistry.Entry entry =
        entry(
            new EnvRegistry(folder)
                .with(
                    EnvRegistry.Reader.RUNTIME, List.of("application/../gateway/.env.gateway.prod"))
                .with(
                    EnvRegistry.Reader.GATEWAY,
                    List.of(folder + "/gateway/.env.gateway.prod", "gateway/./.env.gateway.prod")));

    assertThat(entry.file()).isEqualTo(folder.resolve("gateway/.env.gateway.prod"));
    assertThat(entry.readers())
        .containsExactly(EnvRegistry.Reader.RUNTIME, EnvRegistry.Reader.GATEWAY);
  }

  @Test
  void whatIsMissingOrMalformedIsToldWithoutItsValue() throws Exception {
    write("bad", "A=1\nSECRET=$(geheim)\n");

    List<EnvRegistry.Entry> all =
        new EnvRegistry(folder).with(EnvRegistry.Reader.DEPLOYMENT, List.of("none", "bad")).look();

    assertThat(all).hasSize(2);
    assertThat(all.getFirst().fault()).isEqualTo("there is no file " + folder.resolve("none"));
    assertThat(all.getFirst().changed()).isNull();
    assertThat(all.getLast().fault())
        .isEqualTo(folder.resolve("bad") + ":2 SECRET would be executed by a shell");
    assertThat(all.getLast().mode()).isEqualTo("rw-r-----");
    assertThat(all.getLast().variables()).isEmpty();
  }

  private static EnvRegistry.Entry entry(EnvRegistry registry) {
    List<EnvRegistry.Entry> all = registry.look();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
