/** A mail server on loopback that keeps what it receives, for demonstrations. */
@NullMarked
package jigi.operate.notify.mailbox;

import org.jspecify.annotations.NullMarked;
