package jigi.operate.deploy.image;

import java.util.List;

/**
 * Versions that a registry has, the highest first: by the numbers in their names, because a
 * registry tells no times.
 *
 * @param whole false when the repository has more tags than were asked for
 * @param least so many there should be
 */
public record Offer(String repository, List<String> versions, boolean whole, int least) {
  public Offer {
    versions = List.copyOf(versions);
  }

  /** Whether there are fewer than there should be to go back to. */
  public boolean lacks() {
    return whole && versions.size() < least;
  }
}
