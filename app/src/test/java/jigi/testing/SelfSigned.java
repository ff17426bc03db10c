package jigi.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A certificate of localhost for ten days, which is its own authority; made by openssl. */
public final class SelfSigned {
  private SelfSigned() {}

  /** Writes {@code ca.pem} and {@code key.pem}. */
  public static void in(Path folder) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "10",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            "key.pem",
            "-out",
            "ca.pem");
    Process made =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("openssl makes no certificate, see " + folder.resolve("openssl.log"));
    }
  }
}
