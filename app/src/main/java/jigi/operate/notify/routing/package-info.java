/** Which alerts go where, when, and together with which others: Alertmanager's notions. */
@NullMarked
package jigi.operate.notify.routing;

import org.jspecify.annotations.NullMarked;
