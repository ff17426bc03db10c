/** Alertmanager's configuration and messages. */
@NullMarked
package jigi.operate.notify.alertmanager;

import org.jspecify.annotations.NullMarked;
