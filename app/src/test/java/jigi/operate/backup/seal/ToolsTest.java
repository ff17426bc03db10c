package jigi.operate.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jigi.base.config.Secret;
import jigi.operate.backup.seal.SealException.Kind;
import jigi.testing.Needs;
import jigi.testing.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Jigi seals the usual tools open, and the other way round. */
class ToolsTest {
  private static final String PASSPHRASE = "correct horse 배터리 staple";
  private static final Encryption PGP = new Encryption.OpenPgp(SealTest.SECRET);
  private static final int[] SIZES = {0, 1, 65_535, 65_536, 65_537, 131_072, 700_000};

  @TempDir private Path folder;

  @Test
  @Needs("gpg")
  void gpgOpensWhatWeSealed() throws Exception {
    Seal seal = SealTest.seal(Compression.NONE, PGP, PASSPHRASE);
    for (int size : SIZES) {
      Path stored =
          Files.write(folder.resolve("ours.gpg"), SealTest.sealed(seal, SealTest.text(size)));
      assertThat(gpg("--decrypt", stored.toString())).isEqualTo(SealTest.text(size));
    }
    String packets =
        new String(
            gpg("--list-packets", "--verbose", folder.resolve("ours.gpg").toString()),
            StandardCharsets.UTF_8);
    assertThat(packets).contains("cipher 9", "s2k 3", "hash 10", "count 65011712", "mdc_method: 2");
  }

  @Test
  @Needs("gpg")
  void weOpenWhatGpgSealed() throws Exception {
    Seal seal = SealTest.seal(Compression.NONE, PGP, PASSPHRASE);
    for (int size : SIZES) {
      byte[] stored = byManual(size);
      assertThat(SealTest.opened(seal, stored)).isEqualTo(SealTest.text(size));
      assertThat(SealedAs.of(stored)).isEqualTo(SealedAs.OPENPGP);
    }
    assertThat(SealedAs.of(SealTest.sealed(seal, SealTest.text(9)))).isEqualTo(SealedAs.OPENPGP);
  }

  /** With the very options of the seed manual. */
  private byte[] byManual(int size) throws Exception {
    Path plain = Files.write(folder.resolve("backup.sql"), SealTest.text(size));
    return gpg(
        "--cipher-algo",
        "AES256",
        "--compress-algo",
        "1",
        "--s2k-cipher-algo",
        "AES256",
        "--s2k-digest-algo",
        "SHA512",
        "--s2k-mode",
        "3",
        "--s2k-count",
        "65011712",
        "--symmetric",
        "-o",
        "-",
        plain.toString());
  }

  @Test
  @Needs("gpg")
  void damageToOpenPgpIsFoundAndToldFromAnotherPassphrase() throws Exception {
    Seal seal = SealTest.seal(Compression.ZSTD, PGP, PASSPHRASE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = SealTest.text(400_000);
    Sums sums;
    try (SealingOutput sealing = seal.to(out)) {
      sealing.write(plain);
      sums = sealing.finish();
    }
    byte[] stored = out.toByteArray();
    for (int at : new int[] {0, 3, 10, 20, 40, stored.length / 2, stored.length - 1}) {
      SealTest.expecting(Kind.DAMAGED, seal, SealTest.flipped(stored, at), sums);
    }
    SealTest.damaged(Kind.DAMAGED, seal, SealTest.flipped(stored, stored.length / 2));
    for (int cut : new int[] {0, 1, 10, 30, stored.length / 2, stored.length - 1}) {
      SealTest.expecting(Kind.TRUNCATED, seal, Arrays.copyOf(stored, cut), sums);
    }
    Seal other = SealTest.seal(Compression.ZSTD, PGP, "another");
    SealTest.expecting(Kind.WRONG_KEY, other, stored, sums);
    SealTest.damaged(Kind.OTHER_FORMAT, seal, plain);
  }

  private byte[] gpg(String... arguments) throws Exception {
    Path home = Files.createDirectories(folder.resolve("gnupg"));
    home.toFile().setReadable(false, false);
    home.toFile().setReadable(true, true);
    Path pass = Files.writeString(folder.resolve("pass"), PASSPHRASE);
    List<String> command =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
                "--passphrase-file",
                pass.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  @Test
  @Needs("age")
  void ageOpensWhatWeSealedAndTheOtherWayRound() throws Exception {
    Path identity = folder.resolve("identity");
    run(List.of("age-keygen", "-o", identity.toString()));
    String recipient =
        new String(run(List.of("age-keygen", "-y", identity.toString())), StandardCharsets.UTF_8)
            .strip();
    Seal seal = age(recipient, Files.readString(identity));
    for (int size : SIZES) {
      Path stored =
          Files.write(folder.resolve("ours.age"), SealTest.sealed(seal, SealTest.text(size)));
      assertThat(run(List.of("age", "-d", "-i", identity.toString(), stored.toString())))
          .isEqualTo(SealTest.text(size));
      Path plain = Files.write(folder.resolve("plain"), SealTest.text(size));
      byte[] theirs = run(List.of("age", "-r", recipient, plain.toString()));
      assertThat(SealedAs.of(theirs)).isEqualTo(SealedAs.AGE);
      assertThat(SealTest.opened(seal, theirs)).isEqualTo(SealTest.text(size));
    }
  }

  @Test
  @Needs("age")
  void ageForSeveralKeysOpensWithEach() throws Exception {
    List<String> files = new ArrayList<>();
    List<String> recipients = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      Path identity = folder.resolve(name);
      run(List.of("age-keygen", "-o", identity.toString()));
      files.add(Files.readString(identity));
      recipients.add(
          new String(run(List.of("age-keygen", "-y", identity.toString())), StandardCharsets.UTF_8)
              .strip());
    }
    Encryption two = new Encryption.Age(recipients.subList(0, 2), SealTest.SECRET);
    byte[] stored =
        SealTest.sealed(SealTest.seal(Compression.ZSTD, two, files.get(0)), SealTest.text(70_000));
    for (String file : List.of(files.get(0), files.get(1), files.get(2) + files.get(1))) {
      assertThat(SealTest.opened(SealTest.seal(Compression.ZSTD, two, file), stored))
          .hasSize(70_000);
    }
    SealTest.damaged(Kind.WRONG_KEY, SealTest.seal(Compression.ZSTD, two, files.get(2)), stored);
    byte[] cut = Arrays.copyOf(stored, stored.length - 1);
    SealTest.damaged(Kind.TRUNCATED, SealTest.seal(Compression.ZSTD, two, files.get(0)), cut);
    SealTest.damaged(
        Kind.OTHER_FORMAT, SealTest.seal(Compression.ZSTD, two, files.get(0)), SealTest.text(99));
    SealTest.damaged(
        Kind.DAMAGED,
        SealTest.seal(Compression.ZSTD, two, files.get(0)),
        SealTest.flipped(
            stored,
            new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("---") + 10));
  }

  /** The tool asks for passphrases on a terminal only, so script(1) plays one. */
  @Test
  @Needs("age")
  void ageOpensWhatWeSealedWithAPassphrase() throws Exception {
    Encryption age = new Encryption.AgePassphrase(SealTest.SECRET);
    Seal seal = SealTest.seal(Compression.NONE, age, "secret-words");
    Path stored =
        Files.write(folder.resolve("ours.age"), SealTest.sealed(seal, SealTest.text(70_000)));
    Path plain = folder.resolve("plain");
    terminal("age -d -o " + plain + " " + stored, "secret-words\n");
    assertThat(Files.readAllBytes(plain)).isEqualTo(SealTest.text(70_000));
    assertThat(SealTest.opened(seal, Files.readAllBytes(stored))).hasSize(70_000);
    SealTest.damaged(
        Kind.WRONG_KEY, SealTest.seal(Compression.NONE, age, "x"), Files.readAllBytes(stored));
  }

  private static void terminal(String command, String typed) throws Exception {
    Process process =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    // The prompt comes first: what is typed before it would be thrown away.
    StringBuilder said = new StringBuilder();
    while (said.indexOf("passphrase") < 0) {
      int c = process.getInputStream().read();
      assertThat(c).as("%s", said).isNotNegative();
      said.append((char) c);
    }
    process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", said).isZero();
  }

  private static Seal age(String recipient, String identity) throws Secret.Missing {
    return Seal.of(
        Compression.NONE,
        new Encryption.Age(List.of(recipient), SealTest.SECRET),
        secret -> identity);
  }

  private static byte[] run(List<String> command) throws Exception {
    Path errors = Files.createTempFile("jigi", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("%s: %s", command, Files.readString(errors)).isZero();
    Files.delete(errors);
    return out;
  }
}
