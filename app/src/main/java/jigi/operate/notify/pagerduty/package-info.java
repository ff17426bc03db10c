/** PagerDuty, by its Events API v2. */
@NullMarked
package jigi.operate.notify.pagerduty;

import org.jspecify.annotations.NullMarked;
