package jigi.present.api.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of a month, a system and a level.
 *
 * @param month {@code 2026-03}
 * @param open how many are not resolved
 * @param acknowledged mean time until somebody took one (MTTA); null where nobody did
 * @param repaired mean time until it was over (MTTR); null where none is
 * @param inTime how many were taken within the response time; null where the level has none
 * @param due of how many
 */
public record IncidentCount(
    String month,
    String system,
    String level,
    int count,
    int open,
    @Nullable Duration acknowledged,
    @Nullable Duration repaired,
    @Nullable Integer inTime,
    @Nullable Integer due) {}
