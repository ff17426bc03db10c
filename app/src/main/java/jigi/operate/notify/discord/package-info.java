/** Discord, by a channel's webhook. */
@NullMarked
package jigi.operate.notify.discord;

import org.jspecify.annotations.NullMarked;
