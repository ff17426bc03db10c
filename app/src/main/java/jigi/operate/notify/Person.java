package jigi.operate.notify;

import jigi.base.kernel.Language;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told.
 *
 * @param key in the manual
 * @param title what others call them; the key where there is none
 * @param phone in the international form, {@code +821012345678}
 * @param language null for the system's
 */
public record Person(
    String key,
    String title,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String slack,
    Hours hours,
    @Nullable Language language) {}
