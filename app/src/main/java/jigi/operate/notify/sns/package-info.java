/** Short messages, and messages to topics, by AWS SNS. */
@NullMarked
package jigi.operate.notify.sns;

import org.jspecify.annotations.NullMarked;
