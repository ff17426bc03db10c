package jigi.base.connect.docker;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of the Engine API. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest whose answers this code was written for. */
  static final ApiVersion NEWEST = new ApiVersion(1, 47);

  /** The oldest in which steps find their environment (Docker 1.13). */
  static final ApiVersion OLDEST = new ApiVersion(1, 25);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");
  private static final Comparator<ApiVersion> ORDER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  static @Nullable ApiVersion of(@Nullable String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text.strip());
    return matcher.matches()
        ? new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : null;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
