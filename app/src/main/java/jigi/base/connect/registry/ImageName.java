package jigi.base.connect.registry;

/**
 * An image as people and daemons write it: {@code ghcr.io/shop/backend:1.4.2@sha256:…}.
 *
 * @param repository with the registry, where one is named
 * @param tag {@code latest} where neither a tag nor a digest is named; empty beside a digest alone
 * @param digest {@code sha256:…}; empty where none is named
 */
public record ImageName(String repository, String tag, String digest) {
  private static final String HUB = "docker.io";

  public static ImageName of(String text) {
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    String digest = at < 0 ? "" : text.substring(at + 1);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    if (colon >= 0) {
      return new ImageName(named.substring(0, colon), named.substring(colon + 1), digest);
    }
    return new ImageName(named, at < 0 ? "latest" : "", digest);
  }

  /** What tells it from others of its repository: the digest, which says more than a tag. */
  public String reference() {
    return digest.isEmpty() ? tag : digest;
  }

  /** The tag; beside a digest alone the whole name. */
  public String version() {
    return tag.isEmpty() ? exactly(digest) : tag;
  }

  /** {@code ghcr.io/shop/backend@sha256:…}, whatever its tag means by now. */
  public String exactly(String itsDigest) {
    return repository + "@" + itsDigest;
  }

  /** As the registry itself calls the repository; Docker Hub's own have a folder of their own. */
  public String within(String registry) {
    String path =
        repository.startsWith(registry + "/")
            ? repository.substring(registry.length() + 1)
            : repository;
    return HUB.equals(registry) && path.indexOf('/') < 0 ? "library/" + path : path;
  }

  @Override
  public String toString() {
    return tag.isEmpty() ? repository + " by its digest" : repository + ":" + tag;
  }
}
