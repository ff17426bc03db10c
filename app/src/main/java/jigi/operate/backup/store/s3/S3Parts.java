package jigi.operate.backup.store.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.wire.Http;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.s3.S3Client.Ask;

/** Uploads one object, whole or in parts. */
final class S3Parts {
  private static final int MIB = 1 << 20;

  /** Parts 1 to 1000 have 8 MiB, the next thousand 16: 10 000 of them hold 440 GB. */
  private static final int SMALLEST = 8 * MIB;

  private static final int MOST = 10_000;

  /** A part that is there already. */
  record Part(String tag, long size, Instant modified) {}

  private final S3Client client;
  private final S3Settings.Objects objects;
  private final String key;

  S3Parts(S3Client client, S3Settings.Objects objects, String key) {
    this.client = client;
    this.objects = objects;
    this.key = key;
  }

  /** In bytes; the same each time, so that parts of an upload that was cut off fit. */
  static int size(int number) {
    return SMALLEST * (1 + (number - 1) / 1000);
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private Map<String, String> about() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/octet-stream");
    if (objects.storageClass() != null) {
      headers.put("x-amz-storage-class", objects.storageClass());
    }
    S3Settings.Lock lock = objects.lock();
    if (lock != null) {
      headers.put("x-amz-object-lock-mode", lock.mode().name().toUpperCase(Locale.ROOT));
      headers.put(
          "x-amz-object-lock-retain-until-date",
          client
              .now()
              .plus(Duration.ofDays(lock.days()))
              .truncatedTo(ChronoUnit.SECONDS)
              .toString());
    }
    return headers;
  }

  void whole(byte[] bytes) throws StoreException, InterruptedException {
    Map<String, String> headers = about();
    headers.put("Content-MD5", Base64.getEncoder().encodeToString(md5(bytes)));
    client.expect(Ask.of("PUT", key, Map.of()).with(headers).sending(bytes));
  }

  String begin() throws StoreException, InterruptedException {
    Http.Response answer = client.expect(Ask.of("POST", key, Map.of("uploads", "")).with(about()));
    return S3Xml.read(answer.body(), "").get("UploadId");
  }

  /** The parts that an upload has received, by number. */
  Map<Integer, Part> sent(String upload) throws StoreException, InterruptedException {
    Map<Integer, Part> found = new TreeMap<>();
    Map<String, String> query = new TreeMap<>(Map.of("uploadId", upload));
    boolean more;
    do {
      S3Xml page = S3Xml.read(client.expect(Ask.of("GET", key, query)).body(), "Part");
      for (Map<String, String> item : page.items()) {
        found.put(
            Integer.parseInt(item.getOrDefault("PartNumber", "0")),
            new Part(
                bare(item.getOrDefault("ETag", "")),
                Long.parseLong(item.getOrDefault("Size", "0")),
                Instant.parse(item.getOrDefault("LastModified", "1970-01-01T00:00:00Z"))));
      }
      more = page.get("IsTruncated").equals("true");
      query.put("part-number-marker", page.get("NextPartNumberMarker"));
    } while (more);
    return found;
  }

  private static String bare(String tag) {
    return tag.replace("\"", "").toLowerCase(Locale.ROOT);
  }

  /** Sends one; its tag. */
  String send(String upload, int number, byte[] bytes) throws StoreException, InterruptedException {
    if (number > MOST) {
      throw new StoreException(
          Kind.FULL, key + " is larger than S3 allows in " + MOST + " parts", "split the plan");
    }
    byte[] md5 = md5(bytes);
    Http.Response answer =
        client.expect(
            Ask.of("PUT", key, Map.of("partNumber", "" + number, "uploadId", upload))
                .with(Map.of("Content-MD5", Base64.getEncoder().encodeToString(md5)))
                .sending(bytes));
    String tag = answer.header("etag");
    return tag == null ? HexFormat.of().formatHex(md5) : bare(tag);
  }

  /** An answer of success may still hold an error: S3 sends the status before it has the parts. */
  void complete(String upload, List<String> tags) throws StoreException, InterruptedException {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < tags.size(); i++) {
      xml.append("<Part><PartNumber>").append(i + 1).append("</PartNumber><ETag>\"");
      xml.append(tags.get(i)).append("\"</ETag></Part>");
    }
    xml.append("</CompleteMultipartUpload>");
    Ask ask =
        Ask.of("POST", key, Map.of("uploadId", upload))
            .with(Map.of("Content-Type", "application/xml"))
            .sending(xml.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Http.Response answer = client.expect(ask);
    if (!S3Xml.read(answer.body(), "").get("Code").isEmpty()) {
      throw client.refused(ask, answer);
    }
  }

  void abort(String upload) throws StoreException, InterruptedException {
    client.expect(aborting(upload));
  }

  /** The same, unless the store hangs: sweeping aborts it then. */
  void giveUp(String upload) throws StoreException, InterruptedException {
    client.hurried(aborting(upload));
  }

  private Ask aborting(String upload) {
    return Ask.of("DELETE", key, Map.of("uploadId", upload));
  }
}
