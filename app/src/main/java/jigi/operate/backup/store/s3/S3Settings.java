package jigi.operate.backup.store.s3;

import java.net.URI;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.aws.Signer;
import jigi.operate.backup.store.Store;
import jigi.operate.backup.store.StoreOpening;
import jigi.operate.backup.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * A bucket.
 *
 * @param prefix before every name, with a slash at its end unless empty
 * @param pathStyle the bucket stands in the path, not in the host's name
 */
public record S3Settings(String bucket, String prefix, Place place, Keys keys, Objects objects)
    implements StoreSettings {
  /**
   * Where it is.
   *
   * @param endpoint null for AWS's own of the region
   * @param ca a PEM file of the authorities to trust, relative to the manual's folder; null for
   *     those of the platform
   */
  record Place(String region, @Nullable URI endpoint, boolean pathStyle, @Nullable String ca) {}

  /**
   * Who we are.
   *
   * @param token null for keys that do not expire
   */
  record Keys(Secret access, Secret secret, @Nullable Secret token) {}

  /**
   * How objects are kept.
   *
   * @param storageClass null for the bucket's own
   * @param lock null for none
   */
  record Objects(@Nullable String storageClass, @Nullable Lock lock) {}

  /** Nobody may delete or replace an object for so many days. */
  record Lock(Mode mode, int days) {
    /** GOVERNANCE: who has the right may lift it; COMPLIANCE: nobody may. */
    enum Mode {
      GOVERNANCE,
      COMPLIANCE
    }
  }

  private static final Field<String> BUCKET =
      Field.required(
          "s3",
          Shapes.scalar(
              "a bucket's name",
              "shop-backups",
              Map.of("type", "string"),
              text -> text.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") ? text : null),
          "The bucket.");
  private static final Field<String> PREFIX =
      Field.optional("prefix", Shapes.text(), "", "A folder in the bucket.");
  private static final Field<String> REGION =
      Field.optional("region", Shapes.name(), "us-east-1", "The bucket's region.");
  private static final Field<URI> ENDPOINT =
      Field.optional(
          "endpoint", Shapes.httpUrl(), "The address of a service that speaks S3's API; else AWS.");
  private static final Field<Boolean> PATH_STYLE =
      Field.optional(
          "path-style",
          Shapes.bool(),
          "Whether the bucket stands in the path; otherwise true with an endpoint only.");
  private static final Field<Secret> ACCESS =
      Field.required("access-key", Secret.shape(), "Where the access key's id is found.");
  private static final Field<Secret> SECRET =
      Field.required("secret-key", Secret.shape(), "Where the secret key is found.");
  private static final Field<Secret> TOKEN =
      Field.optional("session-token", Secret.shape(), "The token of keys that expire.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");
  private static final Field<String> STORAGE_CLASS =
      Field.optional(
          "storage-class",
          Shapes.scalar(
              "a storage class",
              "STANDARD_IA",
              Map.of("type", "string"),
              text -> text.matches("[A-Z_]{3,40}") ? text : null),
          "For example STANDARD_IA; not one that must be thawed before it is read.");
  private static final Field<Lock.Mode> MODE =
      Field.optional("mode", Shapes.oneOf(Lock.Mode.class), "governance", "Who may lift it.");
  private static final Field<Integer> DAYS =
      Field.required("days", Shapes.integer(1, 36_500), "How long.");
  private static final Field<Lock> LOCK =
      Field.optional(
          "lock",
          ObjectShape.of(
              "an object lock",
              List.of(MODE, DAYS),
              values -> new Lock(values.get(MODE), values.get(DAYS))),
          "Nobody may delete an object before; the bucket must have been made with object lock.");

  /** {@code {s3: shop-backups, region: …, access-key: …, secret-key: …}}. */
  public static Shape<S3Settings> shape() {
    return ObjectShape.of(
        "a bucket",
        List.of(
            BUCKET,
            PREFIX,
            REGION,
            ENDPOINT,
            PATH_STYLE,
            ACCESS,
            SECRET,
            TOKEN,
            CA,
            STORAGE_CLASS,
            LOCK),
        S3Settings::of);
  }

  private static @Nullable S3Settings of(Values values) {
    String prefix = values.get(PREFIX).replaceAll("^/+|/+$", "");
    URI endpoint = values.find(ENDPOINT);
    String storageClass = values.find(STORAGE_CLASS);
    if (storageClass != null && storageClass.matches("GLACIER|DEEP_ARCHIVE")) {
      values.error(
          STORAGE_CLASS,
          "bad-value",
          "a backup that is not read back is not good, and this class is read after hours ('"
              + storageClass
              + "')",
          "use GLACIER_IR or STANDARD_IA, or move old ones by a rule of the bucket");
      return null;
    }
    return new S3Settings(
        values.get(BUCKET),
        prefix.isEmpty() ? "" : prefix + "/",
        new Place(
            values.get(REGION),
            endpoint,
            values.find(PATH_STYLE, endpoint != null),
            values.find(CA)),
        new Keys(values.get(ACCESS), values.get(SECRET), values.find(TOKEN)),
        new Objects(storageClass, values.find(LOCK)));
  }

  @Override
  public String kind() {
    return "s3";
  }

  @Override
  public String where() {
    return "s3://" + bucket + "/" + prefix;
  }

  @Override
  public Store open(StoreOpening opening) throws Secret.Missing {
    Secret token = keys.token();
    Signer signer =
        new Signer(
            opening.secrets().read(keys.access()),
            opening.secrets().read(keys.secret()),
            token == null ? null : opening.secrets().read(token),
            place.region(),
            "s3");
    return new S3Store(this, new S3Client(this, signer, opening));
  }
}
