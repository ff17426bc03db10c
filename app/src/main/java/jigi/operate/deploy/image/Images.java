package jigi.operate.deploy.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jigi.base.config.Secret;
import jigi.base.connect.ConnectionRegistry;
import jigi.base.connect.registry.RegistryConnection;
import jigi.base.connect.registry.RegistrySession;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;

/** What registries say of the images of versions. */
public final class Images {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final int TAGS = 10_000;
  private static final int SHOWN = 5;

  private final ConnectionRegistry connections;

  public Images(ConnectionRegistry connections) {
    this.connections = connections;
  }

  private interface Talk<T> {
    @Nullable T with(RegistrySession session) throws WireException, InterruptedException;
  }

  private <T> @Nullable T ask(String system, ImageSettings image, Talk<T> talk) {
    try {
      return talk.with(
          connections
              .find(system, image.registry(), RegistryConnection.class)
              .open(connections.opening(system, Deadline.in(LONGEST))));
    } catch (WireException e) {
      throw unreachable(image, e.evidence(), e);
    } catch (Secret.Missing e) {
      throw unreachable(image, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + image.registry(), e);
    }
  }

  private static UserError unreachable(ImageSettings image, String said, Exception e) {
    return new UserError(
        "registry-unreachable",
        "the registry '"
            + image.registry()
            + "' cannot be asked for "
            + image.repository()
            + ": "
            + said,
        "jigi connection test tells what is wrong; --skip-pull takes the image that is there",
        e);
  }

  /**
   * The versions that the first image has whose tags are versions; null when none is.
   *
   * @throws UserError {@code registry-unreachable}, {@code repository-missing}
   */
  public @Nullable Offer offer(String system, List<ImageSettings> images) {
    ImageSettings image = ofVersions(images);
    return image == null ? null : offer(image, tags(system, image));
  }

  private static @Nullable ImageSettings ofVersions(List<ImageSettings> images) {
    return images.stream().filter(ImageSettings::tellsVersions).findFirst().orElse(null);
  }

  private RegistrySession.Tags tags(String system, ImageSettings image) {
    RegistrySession.Tags tags =
        ask(system, image, session -> session.tags(image.repository(), TAGS));
    if (tags == null) {
      throw new UserError(
          "repository-missing",
          "the registry '" + image.registry() + "' has no repository " + image.repository(),
          "check how it is spelt, and what the account may read");
    }
    return tags;
  }

  private static Offer offer(ImageSettings image, RegistrySession.Tags tags) {
    List<String> missing =
        tags.whole()
            ? image.also().stream().filter(tag -> !tags.names().contains(tag)).toList()
            : List.of();
    return new Offer(
        image.repository(), versions(image, tags), tags.whole(), image.least(), missing);
  }

  /**
   * What speaks against deleting versions, of the image whose versions are offered; null when there
   * is none such.
   *
   * @param inUse versions by what they are used for
   * @throws UserError {@code tag-missing}, and as {@link #offer}
   */
  public @Nullable List<Needed> needed(
      String system,
      List<ImageSettings> images,
      List<String> versions,
      Map<String, List<String>> inUse) {
    ImageSettings image = ofVersions(images);
    if (image == null) {
      return null;
    }
    Offer offer = offer(image, tags(system, image));
    for (String version : versions) {
      if (!offer.versions().contains(version)) {
        throw missing(system, image, version, image.of(version));
      }
    }
    long left = offer.versions().stream().filter(each -> !versions.contains(each)).count();
    Map<String, String> others = digests(system, image, image.also());
    Map<String, String> own = digests(system, image, versions.stream().map(image::of).toList());
    return versions.stream()
        .map(
            version -> {
              List<String> why = new ArrayList<>(inUse.getOrDefault(version, List.of()));
              others.forEach(
                  (tag, digest) -> {
                    if (digest.equals(own.get(image.of(version)))) {
                      why.add("also:" + tag);
                    }
                  });
              if (left < offer.least()) {
                why.add("least:" + offer.least());
              }
              return new Needed(version, why);
            })
        .toList();
  }

  /** What tags mean now, as far as the registry has them. */
  private Map<String, String> digests(String system, ImageSettings image, List<String> tags) {
    Map<String, String> digests = new TreeMap<>();
    for (String tag : tags) {
      String digest = ask(system, image, session -> session.digest(image.repository(), tag));
      if (digest != null) {
        digests.put(tag, digest);
      }
    }
    return digests;
  }

  /**
   * Sees that each image of a version is there, before anything is fetched or changed.
   *
   * @param variables of env files
   * @throws UserError {@code tag-missing}, {@code registry-unreachable}, {@code bad-version}
   */
  public void require(
      String system, List<ImageSettings> images, String version, Map<String, String> variables) {
    for (ImageSettings image : images) {
      String tag = image.tag(version, variables);
      if (tag == null) {
        throw new UserError(
            "bad-version",
            "no tag of an image can be made of '" + version + "' by '" + image.tag() + "'",
            "use letters, digits and . _ -");
      }
      if (ask(system, image, session -> session.digest(image.repository(), tag)) == null) {
        throw missing(system, image, version, tag);
      }
    }
  }

  /** Names what there is as a person would write it: versions where tags are versions. */
  private UserError missing(String system, ImageSettings image, String version, String tag) {
    RegistrySession.Tags tags =
        ask(system, image, session -> session.tags(image.repository(), TAGS));
    String fact =
        "the registry '" + image.registry() + "' has no " + image.repository() + ":" + tag;
    List<String> there =
        tags == null ? List.of() : image.tellsVersions() ? versions(image, tags) : tags.names();
    if (there.isEmpty()) {
      return new UserError(
          "tag-missing", fact, "it has no tags like " + image.tag() + " there at all");
    }
    String wrong = image.tellsVersions() ? version : tag;
    String near = Nearest.to(wrong, there);
    String highest =
        String.join(", ", there.stream().sorted(new ByNumbers().reversed()).limit(SHOWN).toList());
    return new UserError(
        "tag-missing",
        fact,
        near == null || near.equals(wrong)
            ? "it has " + highest + ": jigi deploy tags shows all"
            : "did you mean '" + near + "'? It has " + highest);
  }

  private static List<String> versions(ImageSettings image, RegistrySession.Tags tags) {
    return tags.names().stream()
        .filter(tag -> image.version(tag) != null)
        .map(tag -> Objects.requireNonNull(image.version(tag)))
        .sorted(new ByNumbers().reversed())
        .toList();
  }
}
