/** Signed JSON to any address. */
@NullMarked
package jigi.operate.notify.webhook;

import org.jspecify.annotations.NullMarked;
