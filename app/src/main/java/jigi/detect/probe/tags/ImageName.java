package jigi.detect.probe.tags;

/**
 * An image as a container was made from it: {@code ghcr.io/shop/backend:1.4.2}.
 *
 * @param repository with the registry, where one is named
 * @param tag {@code latest} where none is named; empty where a digest stands in its place
 */
record ImageName(String repository, String tag) {
  private static final String HUB = "docker.io/";

  static ImageName of(String text) {
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    if (colon >= 0) {
      return new ImageName(named.substring(0, colon), named.substring(colon + 1));
    }
    return new ImageName(named, at < 0 ? "latest" : "");
  }

  /** As the registry itself calls the repository; Docker Hub's own have a folder of their own. */
  String within(String registry) {
    String path =
        repository.startsWith(registry + "/")
            ? repository.substring(registry.length() + 1)
            : repository;
    return HUB.equals(registry + "/") && path.indexOf('/') < 0 ? "library/" + path : path;
  }

  @Override
  public String toString() {
    return tag.isEmpty() ? repository + " by its digest" : repository + ":" + tag;
  }
}
