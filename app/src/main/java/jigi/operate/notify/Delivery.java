package jigi.operate.notify;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to one person by one channel.
 *
 * @param subject what it is about: id of the alert, the run or the incident
 * @param person the recipient; the first of the route for a shared channel
 * @param context the facts of the event that led to it
 * @param fallbackOf the delivery that failed before this one; null for none
 */
public record Delivery(
    String id,
    String system,
    Kind kind,
    String subject,
    String person,
    String channel,
    Map<String, String> context,
    Progress progress,
    Instant created,
    @Nullable String fallbackOf) {
  /** What it says. */
  public enum Kind {
    FIRING,
    RESOLVED,
    /** Alerts come and go; nothing more is told until they are calm. */
    FLAPPING,
    ESCALATED,
    APPROVAL,
    /** A run does not know how to go on, and asks. */
    ASKED,
    /** A run failed, and what it had done could not be taken back. */
    STRANDED,
    /** A run that the calendar began did not end well. */
    FAILED,
    BREACHED,
    /** The level of an incident, or its kind, asks for somebody. */
    CALLED,
    /** What somebody took upon themselves after an incident was not done in time. */
    UNDONE,
    /** A checklist found something that is not OK. */
    CHECKED,
    /** A checklist was not signed in time. */
    OVERDUE,
    /** A step of a runbook tells it. */
    NOTICE,
    /** Somebody else is on call from now on. */
    HANDOVER,
    /** What customers are told of an incident: what somebody wrote, and nothing else. */
    ANNOUNCED,
    /** Somebody is at what an earlier message was about, which is changed to say so. */
    TAKEN,
    /** What a channel's limit has held back. */
    DIGEST,
    TEST;

    /** Whether it may be held back where a channel takes no more: nobody is asked for anything. */
    boolean mayWait() {
      return switch (this) {
        case FIRING,
            RESOLVED,
            FLAPPING,
            FAILED,
            CHECKED,
            OVERDUE,
            UNDONE,
            NOTICE,
            TAKEN,
            ANNOUNCED ->
            true;
        case ESCALATED, APPROVAL, ASKED, STRANDED, BREACHED, CALLED, HANDOVER, DIGEST, TEST ->
            false;
      };
    }

    /** Whether it calls somebody, who may say that they are at it. */
    boolean calls() {
      return switch (this) {
        case FIRING, ESCALATED, BREACHED, CALLED -> true;
        case RESOLVED,
            FLAPPING,
            APPROVAL,
            ASKED,
            STRANDED,
            FAILED,
            UNDONE,
            CHECKED,
            OVERDUE,
            NOTICE,
            HANDOVER,
            ANNOUNCED,
            TAKEN,
            DIGEST,
            TEST ->
            false;
      };
    }

    /** Whether its subject is an incident. */
    boolean isOfIncident() {
      return this == BREACHED || this == CALLED || this == UNDONE || this == ANNOUNCED;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a delivery stands. */
  public enum State {
    QUEUED,
    /** Refused at least once, tried again. */
    RETRYING,
    /** The provider has it. */
    ACCEPTED,
    /** Its channel takes no more for now. */
    HELD,
    /** Told in the digest of what was held. */
    BUNDLED,
    /** Given up for its channel; the fallback has taken over. */
    FAILED,
    /** Given up: nobody was told. */
    DEAD;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its channel has it, or is still to take it. */
    boolean isOnItsWay() {
      return this == QUEUED || this == RETRYING || this == ACCEPTED;
    }

    boolean isFinal() {
      return this == ACCEPTED || this == BUNDLED || this == FAILED || this == DEAD;
    }
  }

  /**
   * @param proof the provider's answer once it accepted
   */
  public record Progress(
      State state,
      long attempts,
      @Nullable String proof,
      @Nullable String lastError,
      @Nullable Instant ended) {
    static final Progress QUEUED = new Progress(State.QUEUED, 0, null, null, null);
    static final Progress HELD = new Progress(State.HELD, 0, null, null, null);
    static final Progress BUNDLED = new Progress(State.BUNDLED, 0, null, null, null);
  }

  public Delivery {
    context = Map.copyOf(context);
  }
}
