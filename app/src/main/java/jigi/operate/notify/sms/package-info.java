/** Short messages by any provider that speaks HTTP. */
@NullMarked
package jigi.operate.notify.sms;

import org.jspecify.annotations.NullMarked;
