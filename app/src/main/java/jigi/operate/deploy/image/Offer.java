package jigi.operate.deploy.image;

import java.util.List;

/**
 * Versions that a registry has, the highest first: by the numbers in their names, because a
 * registry tells no times.
 *
 * @param whole false when the repository has more tags than were asked for
 */
public record Offer(String repository, List<String> versions, boolean whole) {
  public Offer {
    versions = List.copyOf(versions);
  }
}
