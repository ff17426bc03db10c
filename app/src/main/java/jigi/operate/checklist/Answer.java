package jigi.operate.checklist;

import java.time.Instant;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of an item.
 *
 * @param item from 0
 * @param value what was measured or read off; null for none
 */
public record Answer(
    int item, Status status, String note, @Nullable String value, String by, Instant at) {}
