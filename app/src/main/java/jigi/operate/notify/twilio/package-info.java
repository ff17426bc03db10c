/** Short messages by Twilio. */
@NullMarked
package jigi.operate.notify.twilio;

import org.jspecify.annotations.NullMarked;
