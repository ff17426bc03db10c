package jigi.operate.backup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import jigi.base.connect.aws.Signer;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.Http;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Hash;
import jigi.operate.backup.store.StoreException;
import jigi.operate.backup.store.StoreException.Kind;
import jigi.operate.backup.store.StoreOpening;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one bucket (S3's REST API). What may pass is tried again: a lost connection, an
 * answer that says "later". Every request has a connection of its own, so parts are megabytes.
 */
final class S3Client {
  private static final int TRIES = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration HURRY = Duration.ofSeconds(10);

  /** Bytes a second: a store that takes or gives fewer hangs. */
  private static final int SLOWEST = 8 * 1024;

  private static final int SLACK = 1 << 20;

  private final S3Settings settings;
  private final Signer signer;
  private final StoreOpening opening;
  private final Http http;
  private final URI root;

  S3Client(S3Settings settings, Signer signer, StoreOpening opening) {
    this.settings = settings;
    this.signer = signer;
    this.opening = opening;
    this.http =
        new Http(
            opening
                .connections()
                .named()
                .opening(opening.system(), opening.secrets(), Deadline.in(TIMEOUT))
                .network());
    this.root = root(settings);
  }

  private static URI root(S3Settings settings) {
    S3Settings.Place place = settings.place();
    URI base =
        place.endpoint() == null
            ? URI.create("https://s3." + place.region() + ".amazonaws.com")
            : place.endpoint();
    String port = base.getPort() < 0 ? "" : ":" + base.getPort();
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
    return URI.create(
        place.pathStyle()
            ? base.getScheme() + "://" + base.getHost() + port + path + "/" + settings.bucket()
            : base.getScheme() + "://" + settings.bucket() + "." + base.getHost() + port + path);
  }

  /** By the real clock, whatever a rehearsal says. */
  Instant now() {
    return opening.timeline().instant().minus(opening.timeline().ahead());
  }

  /**
   * What to ask.
   *
   * @param key of the object, with the store's prefix; null for the bucket
   * @param query unencoded
   * @param limit of the answer's body in bytes
   */
  record Ask(
      String method,
      @Nullable String key,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body,
      int limit) {
    static Ask of(String method, @Nullable String key, Map<String, String> query) {
      return new Ask(method, key, query, Map.of(), new byte[0], 16 * SLACK);
    }

    /** How many go there or come back, at most; what is said besides is little. */
    int bytes() {
      return headers.containsKey("Range") ? limit : body.length;
    }

    Ask with(Map<String, String> added) {
      return new Ask(method, key, query, added, body, limit);
    }

    Ask sending(byte[] bytes) {
      return new Ask(method, key, query, headers, bytes, limit);
    }
  }

  /** The answer, whatever its status is, unless it says that asking again may help. */
  Http.Response ask(Ask ask) throws StoreException, InterruptedException {
    for (int tried = 1; ; tried++) {
      String why;
      try {
        Http.Response answer = once(ask, TIMEOUT.plusSeconds(ask.bytes() / SLOWEST));
        if (!mayPass(answer)) {
          return answer;
        }
        why = answer.statusLine();
      } catch (WireException e) {
        why = e.evidence();
      }
      if (tried == TRIES) {
        throw new StoreException(
            Kind.UNREACHABLE,
            settings.where() + ": " + why + ", " + TRIES + " times",
            "see that " + root.getHost() + " can be reached from this machine");
      }
      Deadline.in(Duration.ofMillis(250L << tried)).await();
    }
  }

  private static boolean mayPass(Http.Response answer) {
    return answer.status() == 500
        || answer.status() == 502
        || answer.status() == 503
        || answer.status() == 504
        || answer.status() == 429;
  }

  /**
   * The same, asked once and not waited for: whoever gives up does not wait for a store that hangs.
   *
   * @throws StoreException when it does not answer within seconds
   */
  Http.Response hurried(Ask ask) throws StoreException, InterruptedException {
    try {
      return once(ask, HURRY);
    } catch (WireException e) {
      throw new StoreException(
          Kind.UNREACHABLE, settings.where() + ": " + e.evidence(), "nothing: it is done later");
    }
  }

  private Http.Response once(Ask ask, Duration longest) throws WireException, InterruptedException {
    String query =
        new TreeMap<>(ask.query())
            .entrySet().stream()
                .map(e -> Signer.encode(e.getKey(), true) + "=" + Signer.encode(e.getValue(), true))
                .collect(Collectors.joining("&"));
    String key = ask.key() == null ? "" : Signer.encode(ask.key(), false);
    URI uri = URI.create(root + "/" + key + (query.isEmpty() ? "" : "?" + query));
    Map<String, String> headers = new TreeMap<>(ask.headers());
    headers.put(Signer.PAYLOAD, Hash.of(ask.body()));
    String ca = settings.place().ca();
    Path file = ca == null ? null : opening.folder().resolve(ca);
    return exchange(
        new Http.Request(
            ask.method(),
            uri,
            signer.signed(ask.method(), uri, headers, ask.body(), now()),
            ask.body(),
            ask.limit(),
            new Tls.Trust(file, null)),
        longest);
  }

  /** On a virtual thread: only its socket is closed when a write that hangs is interrupted. */
  private Http.Response exchange(Http.Request request, Duration longest)
      throws WireException, InterruptedException {
    FutureTask<Http.Response> task =
        new FutureTask<>(() -> http.exchange(request, AddressPolicy.STRICT, Deadline.in(longest)));
    Thread thread = Thread.ofVirtual().name("s3").start(task);
    try {
      return task.get(longest.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw WireException.unknown("not done within " + longest.toSeconds() + " s");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case WireException wire -> throw wire;
        case InterruptedException stopped -> throw stopped;
        case null, default -> throw new IllegalStateException("a request that is none", e);
      }
    } finally {
      thread.interrupt();
    }
  }

  /**
   * The answer, when it is one of success.
   *
   * @throws StoreException that says what the server said
   */
  Http.Response expect(Ask ask) throws StoreException, InterruptedException {
    Http.Response answer = ask(ask);
    if (answer.status() / 100 != 2) {
      throw refused(ask, answer);
    }
    return answer;
  }

  /** Why the server did not do it. */
  StoreException refused(Ask ask, Http.Response answer) throws StoreException {
    boolean xml = answer.text().stripLeading().startsWith("<");
    S3Xml said = xml ? S3Xml.read(answer.body(), "") : new S3Xml(Map.of(), java.util.List.of());
    String code = said.get("Code").isEmpty() ? answer.statusLine() : said.get("Code");
    String fact =
        settings.where()
            + (ask.key() == null ? "" : ": " + ask.key())
            + ": "
            + code
            + (said.get("Message").isEmpty() ? "" : " (" + said.get("Message") + ")");
    return switch (code) {
      case "NoSuchKey" -> new StoreException(Kind.ABSENT, fact, "see what is there");
      case "NoSuchBucket" ->
          new StoreException(
              Kind.NO_PLACE, fact, "make the bucket, or correct its name, region or endpoint");
      case "InvalidAccessKeyId" ->
          new StoreException(
              Kind.DENIED, fact + ": the access key is not known there", "correct 'access-key:'");
      case "SignatureDoesNotMatch" ->
          new StoreException(
              Kind.DENIED,
              fact + ": the secret key is not the access key's",
              "correct 'secret-key:'");
      case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" ->
          new StoreException(
              Kind.DENIED,
              fact + ": the session token is no longer valid",
              "renew the credentials");
      case "RequestTimeTooSkewed", "RequestExpired" -> clock(fact, answer);
      case "QuotaExceeded", "EntityTooLarge", "XMinioStorageFull", "InsufficientStorage" ->
          new StoreException(Kind.FULL, fact, "make room, or keep fewer backups by 'keep:'");
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          new StoreException(Kind.NO_PLACE, fact, "name the region of the bucket by 'region:'");
      case "BadDigest",
          "InvalidDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch" ->
          new StoreException(
              Kind.DAMAGED, fact, "the bytes changed on their way: look at the network");
      case "InvalidRequest", "ObjectLockConfigurationNotFoundError" ->
          new StoreException(
              Kind.REFUSED, fact, "with 'lock:' the bucket must have been made with object lock");
      default -> byStatus(answer, fact);
    };
  }

  private StoreException clock(String fact, Http.Response answer) {
    String there = answer.header("date");
    return new StoreException(
        Kind.CLOCK,
        fact + ": here it is " + now() + ", there " + (there == null ? "another time" : there),
        "set this machine's clock by NTP");
  }

  private static StoreException byStatus(Http.Response answer, String fact) {
    return switch (answer.status()) {
      case 404 -> new StoreException(Kind.ABSENT, fact, "see what is there");
      case 401, 403 ->
          new StoreException(
              Kind.DENIED,
              fact,
              "give the key the rights to list the bucket and to read, write and delete objects");
      case 507 -> new StoreException(Kind.FULL, fact, "make room there");
      default -> new StoreException(Kind.REFUSED, fact, "see what the service says about it");
    };
  }
}
