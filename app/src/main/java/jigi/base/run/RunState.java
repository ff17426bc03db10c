package jigi.base.run;

import java.util.Locale;

/** Where a run is. */
public enum RunState {
  QUEUED,
  RUNNING,
  /** For a reason of {@link WaitReason}. */
  WAITING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  /** It acted, but nobody saw the effect. */
  UNVERIFIED;

  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == UNVERIFIED;
  }

  /** In lower case, as stored and in API answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
