package jigi.operate.backup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.aws.Signer;
import jigi.base.kernel.Timeline;
import jigi.operate.backup.store.StoreBench;
import jigi.testing.S3Server;

/** Makes buckets for tests of more than a store. */
public final class Buckets {
  private Buckets() {}

  /**
   * @param folder for what the client needs meanwhile
   */
  public static void make(URI endpoint, String bucket, Path folder) throws Exception {
    Secret none = new Secret(Secret.Source.ENV, "NONE");
    S3Settings settings =
        new S3Settings(
            bucket,
            "",
            new S3Settings.Place("us-east-1", endpoint, true, null),
            new S3Settings.Keys(none, none, null),
            new S3Settings.Objects(null, null));
    Signer signer = new Signer(S3Server.ACCESS, S3Server.SECRET, null, "us-east-1", "s3");
    try (Timeline timeline = Timeline.real();
        StoreBench bench = new StoreBench(folder)) {
      new S3Client(settings, signer, bench.opening(timeline))
          .expect(S3Client.Ask.of("PUT", null, Map.of()));
    }
  }
}
