/** Slack's incoming webhooks. */
@NullMarked
package jigi.operate.notify.slack;

import org.jspecify.annotations.NullMarked;
