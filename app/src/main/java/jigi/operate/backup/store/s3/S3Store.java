package jigi.operate.backup.store.s3;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.connect.wire.Http;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.Stored;
import jigi.operate.backup.store.StoredName;
import jigi.operate.backup.store.Upload;
import jigi.operate.backup.store.s3.S3Client.Ask;
import org.jspecify.annotations.Nullable;

/** Objects of a bucket. What is being uploaded is a multipart upload, which no listing shows. */
final class S3Store implements Store {
  private static final String RETAINED = "x-amz-object-lock-retain-until-date";

  private final S3Settings settings;
  private final S3Client client;

  S3Store(S3Settings settings, S3Client client) {
    this.settings = settings;
    this.client = client;
  }

  @Override
  public String where() {
    return settings.where();
  }

  @Override
  public Upload begin(String name) throws StoreException, InterruptedException {
    return upload(name, false);
  }

  /** Parts are compared by their content, so no name for it is needed. */
  @Override
  public Upload resume(String name, String key) throws StoreException, InterruptedException {
    return upload(name, true);
  }

  private Upload upload(String name, boolean resumed) throws StoreException, InterruptedException {
    String key = key(name);
    if (head(key) != null) {
      throw new StoreException(
          Kind.TAKEN,
          "there is an object of this name already (" + where() + name + ")",
          "a backup never replaces another: give it a name with {time}");
    }
    S3Parts parts = new S3Parts(client, settings.objects(), key);
    return new S3Upload(this, parts, name, resumed ? newest(key) : null, resumed);
  }

  private @Nullable String newest(String key) throws StoreException, InterruptedException {
    return uploads(key).stream()
        .filter(upload -> upload.key().equals(key))
        .max(Comparator.comparing(Pending::begun))
        .map(Pending::id)
        .orElse(null);
  }

  private String key(String name) {
    return settings.prefix() + StoredName.check(name);
  }

  /**
   * The answer about an object; null when there is none. Asks for its first byte: unlike HEAD that
   * has a body which says what is wrong.
   */
  private Http.@Nullable Response head(String key) throws StoreException, InterruptedException {
    Ask ask = Ask.of("GET", key, Map.of()).with(Map.of("Range", "bytes=0-0"));
    Http.Response answer = client.ask(ask);
    if (answer.status() / 100 == 2 || answer.status() == 416) {
      return answer;
    }
    StoreException refused = client.refused(ask, answer);
    if (refused.kind() == Kind.ABSENT) {
      return null;
    }
    throw refused;
  }

  @Override
  public InputStream read(String name, long from) throws StoreException, InterruptedException {
    return new S3Input(client, key(name), from);
  }

  @Override
  public List<Stored> list(String prefix) throws StoreException, InterruptedException {
    List<Stored> found = new ArrayList<>();
    String next = "";
    do {
      Map<String, String> query = new TreeMap<>();
      query.put("list-type", "2");
      query.put("prefix", settings.prefix() + prefix);
      query.put("encoding-type", "url");
      if (!next.isEmpty()) {
        query.put("continuation-token", next);
      }
      S3Xml page = S3Xml.read(client.expect(Ask.of("GET", null, query)).body(), "Contents");
      for (Map<String, String> item : page.items()) {
        String key = decoded(page, item.getOrDefault("Key", ""));
        if (!key.endsWith("/")) {
          found.add(
              new Stored(
                  key.substring(settings.prefix().length()),
                  Long.parseLong(item.getOrDefault("Size", "0")),
                  Instant.parse(item.getOrDefault("LastModified", "1970-01-01T00:00:00Z"))));
        }
      }
      next = page.get("IsTruncated").equals("true") ? page.get("NextContinuationToken") : "";
    } while (!next.isEmpty());
    found.sort(Comparator.comparing(Stored::name));
    return found;
  }

  private static String decoded(S3Xml page, String key) {
    return page.get("EncodingType").equals("url")
        ? URLDecoder.decode(key, StandardCharsets.UTF_8)
        : key;
  }

  @Override
  public boolean delete(String name) throws StoreException, InterruptedException {
    String key = key(name);
    Http.Response there = head(key);
    if (there == null) {
      return false;
    }
    String retained = there.header(RETAINED);
    if (retained != null && Instant.parse(retained).isAfter(client.now())) {
      throw new StoreException(
          Kind.HELD,
          where() + name + " must be kept until " + retained,
          "wait, or lift the object lock");
    }
    client.expect(Ask.of("DELETE", key, Map.of()));
    return true;
  }

  /** An upload that was neither completed nor aborted. */
  private record Pending(String key, String id, Instant begun) {}

  private List<Pending> uploads(String prefix) throws StoreException, InterruptedException {
    List<Pending> found = new ArrayList<>();
    Map<String, String> query = new TreeMap<>(Map.of("uploads", "", "prefix", prefix));
    boolean more;
    do {
      S3Xml page = S3Xml.read(client.expect(Ask.of("GET", null, query)).body(), "Upload");
      for (Map<String, String> item : page.items()) {
        found.add(
            new Pending(
                decoded(page, item.getOrDefault("Key", "")),
                item.getOrDefault("UploadId", ""),
                Instant.parse(item.getOrDefault("Initiated", "1970-01-01T00:00:00Z"))));
      }
      more = page.get("IsTruncated").equals("true") && !page.get("NextKeyMarker").isEmpty();
      query.put("key-marker", page.get("NextKeyMarker"));
      query.put("upload-id-marker", page.get("NextUploadIdMarker"));
    } while (more);
    return found;
  }

  @Override
  public List<String> sweep(Instant before) throws StoreException, InterruptedException {
    List<String> swept = new ArrayList<>();
    for (Pending upload : uploads(settings.prefix())) {
      S3Parts parts = new S3Parts(client, settings.objects(), upload.key());
      Instant last =
          parts.sent(upload.id()).values().stream()
              .map(S3Parts.Part::modified)
              .max(Comparator.naturalOrder())
              .orElse(upload.begun());
      if (last.isBefore(before)) {
        parts.abort(upload.id());
        swept.add(upload.key().substring(settings.prefix().length()));
      }
    }
    swept.sort(Comparator.naturalOrder());
    return swept;
  }

  /** The object as the server has it now. */
  Stored stored(String name) throws StoreException, InterruptedException {
    return list(name).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StoreException(
                    Kind.DAMAGED,
                    where() + name + " was accepted and is not there",
                    "see what the service says about it"));
  }

  @Override
  public @Nullable Long free() {
    return null;
  }
}
