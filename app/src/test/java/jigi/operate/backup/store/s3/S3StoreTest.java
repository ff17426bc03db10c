package jigi.operate.backup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import jigi.base.config.Secret;
import jigi.base.connect.aws.Signer;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Timeline;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreBench;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.StoreTest;
import jigi.operate.backup.store.Upload;
import jigi.testing.Needs;
import jigi.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server of the protocol that checks signatures. */
@Needs("s3-server")
@Tag("slow")
@Timeout(120)
class S3StoreTest extends StoreTest {
  @TempDir private static Path shared;
  private static S3Server server;

  @TempDir private Path folder;
  private final Timeline timeline = Timeline.real();
  private final String bucket = "b" + Ids.secret(8);
  private StoreBench bench;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    bench = new StoreBench(folder);
    bench.secrets.put("ACCESS", S3Server.ACCESS);
    bench.secrets.put("SECRET", S3Server.SECRET);
    client(bucket, timeline).expect(S3Client.Ask.of("PUT", null, Map.of()));
  }

  @AfterEach
  void close() {
    bench.close();
    timeline.close();
  }

  private S3Settings settings(String name, URI endpoint) {
    return new S3Settings(
        name,
        "shop/db/",
        new S3Settings.Place("us-east-1", endpoint, true, null),
        new S3Settings.Keys(secret("ACCESS"), secret("SECRET"), null),
        new S3Settings.Objects(null, null));
  }

  private static Secret secret(String name) {
    return new Secret(Secret.Source.ENV, name);
  }

  private S3Client client(String name, Timeline time) {
    Signer signer = new Signer(S3Server.ACCESS, S3Server.SECRET, null, "us-east-1", "s3");
    return new S3Client(settings(name, server.endpoint()), signer, bench.opening(time));
  }

  @Override
  protected Store store() throws Exception {
    return settings(bucket, server.endpoint()).open(bench.opening(timeline));
  }

  @Test
  void anotherPrefixIsNotSeen() throws Exception {
    put(store(), "x", bytes(3));
    S3Settings other =
        new S3Settings(
            bucket,
            "shop/",
            settings(bucket, server.endpoint()).place(),
            settings(bucket, server.endpoint()).keys(),
            new S3Settings.Objects(null, null));
    Store above = other.open(bench.opening(timeline));
    assertThat(names(above, "")).containsExactly("db/x");
    put(above, "y", bytes(3));
    assertThat(names(store(), "")).containsExactly("x");
    assertThat(store().where()).isEqualTo("s3://" + bucket + "/shop/db/");
  }

  @Test
  void anUploadThatIsGivenUpLeavesNoParts() throws Exception {
    try (Upload upload = store().begin("big")) {
      upload.out().write(bytes(17_000_000));
    }
    assertThat(store().sweep(Instant.now().plusSeconds(3600))).isEmpty();
  }

  @Test
  void aListingOfSeveralPagesIsWhole() throws Exception {
    Store store = store();
    for (int i = 0; i < 1_005; i++) {
      put(store, "n" + (10_000 + i), new byte[0]);
    }
    assertThat(store.list("")).hasSize(1_005);
  }

  @Test
  void theWrongKeysAreNamed() throws Exception {
    bench.secrets.put("ACCESS", "somebody");
    fails(Kind.DENIED, "access key is not known", () -> opened().list(""));
    bench.secrets.put("ACCESS", S3Server.ACCESS);
    bench.secrets.put("SECRET", "another");
    fails(Kind.DENIED, "SignatureDoesNotMatch", () -> opened().list(""));
    fails(Kind.DENIED, "SignatureDoesNotMatch", () -> opened().begin("x"));
    fails(Kind.DENIED, "SignatureDoesNotMatch", () -> opened().read("x", 0));
  }

  private Store opened() {
    try {
      return store();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBucketThatIsNotThereIsNamed() throws Exception {
    Store store = settings("not-there-1", server.endpoint()).open(bench.opening(timeline));
    fails(Kind.NO_PLACE, "NoSuchBucket", () -> store.list(""));
    fails(Kind.NO_PLACE, "NoSuchBucket", () -> store.begin("x"));
    fails(Kind.NO_PLACE, "NoSuchBucket", () -> store.read("x", 0));
  }

  @Test
  void aClockThatIsWrongIsNamedWithBothTimes() throws Exception {
    Instant wrong = Instant.now().minus(Duration.ofHours(2));
    try (Timeline late = Timeline.standing(wrong)) {
      Store store = settings(bucket, server.endpoint()).open(bench.opening(late));
      fails(Kind.CLOCK, "here it is " + wrong, () -> store.list(""));
    }
  }

  @Test
  void aServerThatIsAwayIsNamed() throws Exception {
    Store store = settings(bucket, URI.create("http://127.0.0.1:1")).open(bench.opening(timeline));
    fails(Kind.UNREACHABLE, "connection refused", () -> store.list(""));
  }

  @Test
  void keysAreNotPrinted() {
    Signer signer = new Signer("the-id", "the-secret", "the-token", "us-east-1", "s3");
    assertThat(signer.toString()).doesNotContain("the-");
  }
}
