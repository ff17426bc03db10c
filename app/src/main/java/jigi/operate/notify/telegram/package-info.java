/** Telegram, by a bot. */
@NullMarked
package jigi.operate.notify.telegram;

import org.jspecify.annotations.NullMarked;
