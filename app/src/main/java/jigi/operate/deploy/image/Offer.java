package jigi.operate.deploy.image;

import java.util.List;

/**
 * Versions that a registry has, the highest first: by the numbers in their names, because a
 * registry tells no times.
 *
 * @param whole false when the repository has more tags than were asked for
 * @param least so many there should be
 * @param missing tags that there should be besides and that it has not
 */
public record Offer(
    String repository, List<String> versions, boolean whole, int least, List<String> missing) {
  public Offer {
    versions = List.copyOf(versions);
    missing = List.copyOf(missing);
  }

  /** Whether there are fewer than there should be to go back to. */
  public boolean lacks() {
    return whole && versions.size() < least;
  }
}
