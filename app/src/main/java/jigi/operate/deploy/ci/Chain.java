package jigi.operate.deploy.ci;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a chain.
 *
 * @param run of the deployment that it began; null for none
 * @param refused why it began none although it should; null for no reason
 */
public record Chain(
    String pipeline,
    Report.Whole whole,
    String version,
    Instant at,
    @Nullable String run,
    @Nullable String refused,
    List<Job> jobs) {}
