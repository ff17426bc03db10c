package jigi.operate.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done after an incident, so that it does not happen again.
 *
 * @param number from 1, of the incident
 * @param person who does it, as the manual's {@code people} name them
 * @param due the last instant at which it is in time
 * @param overdue when it was told that nobody did it in time; null when it was not
 */
public record FollowUp(
    String incident,
    int number,
    String task,
    String person,
    Instant due,
    Task.@Nullable Done done,
    @Nullable Instant overdue) {}
